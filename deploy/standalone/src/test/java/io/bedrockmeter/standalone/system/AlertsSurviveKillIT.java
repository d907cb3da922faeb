package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.BudgetPublisher;
import io.bedrockmeter.alerts.delivery.FakeSns;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.alerts.TeamUsage;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of alerts on one broker; each is killed once under load and started again. */
@KafkaSuite
@Tag("system")
final class AlertsSurviveKillIT {

    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final int TEAMS = 60;
    private static final int ROUNDS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Alerts of one message at most, which is all that a process can have sent and not recorded. */
    private static final int IN_HAND = 20;

    private static final String SNS_TOPIC = "arn:aws:sns:us-east-1:123456789012:budget-alerts";

    private final KafkaSettings kafka;
    private final List<ProgramProcess> processes = new ArrayList<>();

    @TempDir
    private Path directory;

    AlertsSurviveKillIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void every_alert_is_raised_once_and_delivered_though_each_process_is_killed() throws Exception {
        TopicSetup.ensure(kafka);
        new BudgetPublisher(kafka).apply(BudgetFile.parse("""
                budgets:
                  - {id: each, eachOf: Team, amount: 100, period: month, thresholds: [25, 50, 100], notify: %s}
                """.formatted(SNS_TOPIC), "test"));
        Random random = new Random(SEED);
        try (FakeSns sns = new FakeSns();
                TeamUsage usage = new TeamUsage(kafka)) {
            List<ProgramProcess> two = new ArrayList<>(List.of(start(sns), start(sns)));
            for (ProgramProcess process : two) {
                process.management();
            }
            for (int round = 1; round <= ROUNDS; round++) {
                for (int team = 0; team < TEAMS; team++) {
                    usage.total("team-" + team, String.valueOf(100 * round / ROUNDS), round);
                }
                // Alerts of a third of the rounds' thresholds are under way when a process dies.
                if (round == ROUNDS / 4 || round == ROUNDS / 2) {
                    int sent = sns.accepted().size();
                    await().atMost(PATIENCE).until(() -> sns.accepted().size() > sent);
                    int victim = round == ROUNDS / 4 ? random.nextInt(2) : 1;
                    two.remove(victim % two.size()).kill();
                    two.add(0, start(sns));
                }
            }

            Set<String> expected = expected();
            await().atMost(PATIENCE).until(() -> arrived(sns).keySet().containsAll(expected));
            assertThat(raised()).as("seed %d", SEED).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(arrived(sns)).containsOnlyKeys(expected);
            assertThat(arrived(sns).values().stream().filter(times -> times > 1))
                    .as("sent twice, seed %d", SEED)
                    .hasSizeLessThanOrEqualTo(2 * IN_HAND);
        } finally {
            processes.forEach(ProgramProcess::close);
        }
    }

    private ProgramProcess start(FakeSns sns) throws IOException {
        Map<String, String> environment =
                new HashMap<>(FakeAws.environment(sns.endpoint().toString()));
        environment.put("BEDROCK_METER_KAFKA_TOPIC_PREFIX", kafka.topicPrefix());
        ProgramProcess process = ProgramProcess.start(
                "384m",
                environment,
                "alerts",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--data-dir",
                directory.resolve("alerts" + processes.size()).toString(),
                "--http-port",
                "0",
                "--management-port",
                "0");
        processes.add(process);
        return process;
    }

    private static Map<String, Integer> arrived(FakeSns sns) {
        Map<String, Integer> arrived = new HashMap<>();
        sns.accepted()
                .forEach(form -> FakeSns.alertIds(form).forEach(id -> arrived.merge(period(id), 1, Integer::sum)));
        return arrived;
    }

    private List<String> raised() {
        List<String> raised = new ArrayList<>();
        try (TopicReader<Alert> reader = new TopicReader<>(kafka, Topics.ALERTS, problem -> {})) {
            reader.readAll(found -> found.value().ifPresent(alert -> raised.add(period(alert.alertId()))));
        }
        return raised;
    }

    /** Ids without the start of the month in which the test runs. */
    private static String period(String alertId) {
        return alertId.replaceFirst("/[^/]*Z/", "/");
    }

    private static Set<String> expected() {
        return IntStream.range(0, TEAMS)
                .boxed()
                .flatMap(team -> IntStream.of(25, 50, 100).mapToObj(percent -> "each/team-" + team + "/" + percent))
                .collect(Collectors.toSet());
    }
}
