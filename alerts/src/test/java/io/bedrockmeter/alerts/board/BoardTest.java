package io.bedrockmeter.alerts.board;

import static io.bedrockmeter.alerts.board.BoardRecords.NOW;
import static io.bedrockmeter.alerts.board.BoardRecords.alert;
import static io.bedrockmeter.alerts.board.BoardRecords.delivery;
import static io.bedrockmeter.alerts.board.BoardRecords.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertDelivery.State;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoardTest {

    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final int MOST = 10;

    private final Board board = new Board(Topics.DEFAULT_PREFIX, MOST);
    private final BoardRecords records = new BoardRecords(board);

    @Test
    void a_table_has_the_last_of_each_key_and_nothing_that_was_deleted() throws Exception {
        records.put(budget("a", 1));
        records.put(budget("b", 1));
        records.put(budget("a", 2));
        records.remove(Topics.BUDGETS, "b");

        assertThat(board.budgets().values()).containsExactly(budget("a", 2));
    }

    @Test
    void a_budget_that_cannot_be_read_is_not_in_force() throws Exception {
        records.put(budget("a", 1));
        records.give(Topics.BUDGETS, "a", new byte[] {1, 2, 3});
        records.give(Topics.BUDGETS, "key", Topics.BUDGETS.codec().encode(budget("other", 1)));

        assertThat(board.budgets()).isEmpty();
    }

    @Test
    void statuses_are_those_of_the_instances_that_still_are() {
        records.put(status("a", "x", "1", ""));
        records.put(status("a", "y", "1", ""));
        records.put(status("a", "x", "2", ""));
        records.put(status("ab", "", "3", ""));
        records.remove(Topics.BUDGET_STATUS, "a/y");

        assertThat(board.statuses("a"))
                .extracting(found -> found.reading().spent().plain())
                .containsExactly("2");
        assertThat(board.statuses("ab")).extracting(BudgetStatus::requests).containsExactly(12L);
        assertThat(board.statuses("none")).isEmpty();
    }

    @Test
    void of_many_alerts_the_latest_stay_with_their_deliveries_in_whatever_order_they_come() {
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < 3 * MOST; i++) {
            alerts.add(alert("b" + i % 4, "", AlertKind.THRESHOLD, NOW.plusSeconds(i)));
        }
        List<Alert> expected = new ArrayList<>(alerts.subList(2 * MOST, 3 * MOST));
        Collections.reverse(expected);
        Collections.shuffle(alerts, new Random(SEED));

        alerts.forEach(each -> {
            records.put(each);
            records.put(delivery(each, "console", State.CONFIRMED, 1));
        });

        assertThat(board.alerts().newestFirst()).as("seed %d", SEED).containsExactlyElementsOf(expected);
        assertThat(board.alerts().keptFrom()).contains(NOW.plusSeconds(2 * MOST));
        assertThat(expected).allMatch(each -> board.deliveries(each.alertId()).containsKey("console"));
        assertThat(alerts)
                .filteredOn(each -> !expected.contains(each))
                .allMatch(each -> board.deliveries(each.alertId()).size() <= 1);
    }

    @Test
    void while_nothing_was_forgotten_there_is_no_time_since_which_alerts_are_kept() {
        for (int i = 0; i < MOST; i++) {
            records.put(alert("b", "", AlertKind.THRESHOLD, NOW.plusSeconds(i)));
        }

        assertThat(board.alerts().keptFrom()).isEmpty();
    }

    @Test
    void a_delivery_that_is_read_before_its_alert_is_known_when_that_comes() {
        Alert late = alert("b", "", AlertKind.THRESHOLD, NOW);
        records.put(delivery(late, "console", State.WAITING, 0));
        records.put(delivery(late, "console", State.CONFIRMED, 1));

        records.put(late);

        assertThat(board.deliveries(late.alertId()).values())
                .extracting(AlertDelivery::state)
                .containsExactly(State.CONFIRMED);
    }

    @Test
    void deliveries_of_alerts_that_never_come_do_not_fill_the_memory() {
        List<Alert> strangers = new ArrayList<>();
        for (int i = 0; i < 10 * MOST; i++) {
            strangers.add(alert("b", "", AlertKind.THRESHOLD, NOW.plusSeconds(i)));
        }

        strangers.forEach(each -> records.put(delivery(each, "console", State.CONFIRMED, 1)));

        assertThat(strangers)
                .filteredOn(each -> !board.deliveries(each.alertId()).isEmpty())
                .hasSize(2 * MOST);
    }

    @Test
    void the_latest_alert_of_an_instance_is_the_one_raised_last() {
        Alert newer = alert("b", "x", AlertKind.RECOVERED, NOW.plusSeconds(2));
        records.put(newer);
        records.put(alert("b", "x", AlertKind.THRESHOLD, NOW));
        records.put(alert("b", "y", AlertKind.THRESHOLD, NOW.plusSeconds(5)));

        assertThat(board.alerts().latest("b/x")).contains(newer);
        assertThat(board.alerts().latest("b")).isEmpty();
    }

    private static Budget budget(String id, int amount) throws InvalidBudgetsException {
        return BudgetFile.parseOne("{amount: " + amount + ", period: month, thresholds: [80]}", id);
    }
}
