package io.bedrockmeter.alerts.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bedrockmeter.schemas.model.Budget;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetWriterTest {

    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void whatever_is_written_is_read_as_the_same_budget() throws Exception {
        RandomBudgets budgets = new RandomBudgets(new Random(SEED));
        for (int i = 0; i < 2_000; i++) {
            Budget budget = budgets.next();

            Map<String, Object> written = BudgetWriter.write(budget);

            String told = "seed " + SEED + ", budget " + i + ": " + written;
            assertThat(BudgetFile.parseOne(JSON.writeValueAsString(written), budget.id()))
                    .as(told)
                    .isEqualTo(budget);
            assertThat(BudgetFile.parseOne(YAML.writeValueAsString(written), budget.id()))
                    .as(told)
                    .isEqualTo(budget);
            assertThat(BudgetFile.parse(YAML.writeValueAsString(Map.of("budgets", List.of(written))), "test"))
                    .as(told)
                    .containsExactly(budget);
        }
    }

    @Test
    void what_has_its_default_is_left_out_and_numbers_are_texts() throws Exception {
        Budget budget = BudgetFile.parseOne(
                "{name: Search, amount: 500.10, period: month, thresholds: [80, {percent: 100, of: forecast}],"
                        + " filter: {Team: search, model: {prefix: amazon.}}}",
                "search");

        Map<String, Object> written = BudgetWriter.write(budget);

        assertThat(JSON.writeValueAsString(written)).isEqualTo("""
                {"id":"search","name":"Search","filter":{"Team":"search","model":{"prefix":"amazon."}},"amount":"500.1",\
                "period":"month","zone":"UTC","thresholds":["80",{"percent":"100","of":"forecast"}]}""");
    }

    @Test
    void a_budget_by_itself_is_checked_as_one_of_a_file_with_paths_of_its_own() {
        InvalidBudgetsException refused = catchThrowableOfType(
                InvalidBudgetsException.class,
                () -> BudgetFile.parseOne(
                        "{amount: -5, zone: Mars/Olympus, colour: red, thresholds: [80, 80], period: month}", "b"));

        assertThat(refused.problems())
                .extracting(BudgetProblem::path)
                .containsExactlyInAnyOrder("amount", "zone", "colour", "thresholds[1]");
    }

    @Test
    void the_id_may_be_repeated_but_not_be_another() {
        String rest = ", amount: 5, period: month, thresholds: [80]}";

        assertThatThrownBy(() -> BudgetFile.parseOne("{id: other" + rest, "b"))
                .hasMessageContaining("id: got \"other\", expected the id that is asked for, b, or none");
    }

    @Test
    void what_is_no_object_is_one_problem() {
        for (String text : List.of("", "[]", "7", "text", "{a: [", "\u0000", "- a\n- b")) {
            InvalidBudgetsException refused =
                    catchThrowableOfType(InvalidBudgetsException.class, () -> BudgetFile.parseOne(text, "b"));

            assertThat(refused.problems()).as(text).hasSize(1);
            assertThat(refused.problems().get(0).expected()).isEqualTo("YAML or JSON with the keys of one budget");
        }
    }
}
