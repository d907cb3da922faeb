package io.bedrockmeter.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.chaos.GeneratedUsage.CellMinute;
import io.bedrockmeter.standalone.chaos.GeneratedUsage.Sum;
import io.bedrockmeter.standalone.system.TopicContents;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two metering processes on three brokers, under load, while one thing after the other breaks: whatever happened, every cell of
 * every minute ends up as the plain sum of what was sent, and no answer in between pretended to be whole when it was not.
 */
@Tag("chaos")
final class ChaosIT {

    private static final long SEED = Long.getLong("tests.seed", 20_261_121);
    private static final int KILLS = Integer.getInteger("chaos.kills", 20);
    private static final Duration CUT = Duration.ofSeconds(60);
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Random random = new Random(SEED);

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.MINUTES)
    void every_cell_equals_the_plain_sum_after_kills_a_lost_leader_a_cut_and_a_stall() throws Exception {
        try (KafkaCluster cluster = KafkaCluster.start(directory)) {
            KafkaSettings kafka = new KafkaSettings(cluster.near(), Topics.DEFAULT_PREFIX, 4, (short) -1, Map.of());
            TopicSetup.ensure(kafka);
            try (GeneratedUsage usage = new GeneratedUsage(kafka, SEED);
                    MeteringNode near = MeteringNode.start(cluster.near(), freePort(), directory.resolve("near"));
                    MeteringNode far = MeteringNode.start(cluster.far(), freePort(), directory.resolve("far"))) {
                List<MeteringNode> nodes = List.of(near, far);
                usage.start();
                awaitWhole(nodes, usage.requests());
                try (AnswerWatch watch = new AnswerWatch(nodes, usage::requests)) {
                    killAtRandom(nodes);
                    loseTheLeader(cluster, nodes, usage);
                    cutOff(cluster, near, far, usage);
                    stall(near, far, usage);
                    restartInTurn(nodes, usage);
                    Map<CellMinute, Sum> expected = usage.stop();
                    assertExact(kafka, nodes, expected);

                    assertThat(watch.wrong()).as("seed %d", SEED).isEmpty();
                    assertThat(watch.partialAnswers()).isPositive();
                    System.out.printf(
                            "chaos: seed %d, %d requests, %d cells and minutes, %d whole and %d partial answers%n",
                            SEED, usage.requests(), expected.size(), watch.wholeAnswers(), watch.partialAnswers());
                }
            }
        }
    }

    private void killAtRandom(List<MeteringNode> nodes) throws IOException {
        for (int kill = 0; kill < KILLS; kill++) {
            MeteringNode node = nodes.get(random.nextInt(nodes.size()));
            letPass(Duration.ofMillis(random.nextInt(8_000)));
            node.kill();
            letPass(Duration.ofMillis(random.nextInt(4_000)));
            node.startAgain();
        }
    }

    private static void loseTheLeader(KafkaCluster cluster, List<MeteringNode> nodes, GeneratedUsage usage)
            throws Exception {
        int leader = cluster.leader(Topics.INVOCATIONS.name(Topics.DEFAULT_PREFIX), 0);
        cluster.kill(leader);
        letPass(Duration.ofSeconds(15));
        awaitWhole(nodes, usage.requests());
        cluster.start(leader);
        cluster.awaitBrokers(3);
    }

    private static void cutOff(KafkaCluster cluster, MeteringNode near, MeteringNode far, GeneratedUsage usage)
            throws InterruptedException {
        cluster.cutFar();
        letPass(CUT);
        awaitWhole(List.of(near), usage.requests());
        cluster.healFar();
        awaitWhole(List.of(near, far), usage.requests());
    }

    /** Longer than its transactions may last: what it does when it wakes up must not count. */
    private static void stall(MeteringNode near, MeteringNode far, GeneratedUsage usage) throws Exception {
        near.signal("STOP");
        letPass(STALL);
        long sent = usage.requests();
        near.signal("CONT");
        awaitWhole(List.of(near, far), sent);
    }

    private static void restartInTurn(List<MeteringNode> nodes, GeneratedUsage usage) throws Exception {
        for (MeteringNode node : nodes) {
            assertThat(node.stop()).as("ended within ten seconds").isTrue();
            node.startAgain();
            awaitWhole(nodes, usage.requests());
        }
    }

    /** Waits until each of the nodes tells everything that was sent when it was asked to. */
    private static void awaitWhole(List<MeteringNode> nodes, long requests) throws InterruptedException {
        for (MeteringNode node : nodes) {
            Instant end = Instant.now().plus(PATIENCE);
            Optional<JsonObject> answer = node.usage("");
            while (!answer.filter(told -> isWhole(told, requests)).isPresent()) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("%s does not tell %d requests, but: %s%nIt printed:%n%s"
                            .formatted(node.address(), requests, answer, node.output()));
                }
                letPass(Duration.ofMillis(300));
                answer = node.usage("");
            }
        }
    }

    private static boolean isWhole(JsonObject answer, long requests) {
        return !answer.getBoolean("partial") && answer.getJsonObject("total").getLong("requests") >= requests;
    }

    private static void assertExact(KafkaSettings kafka, List<MeteringNode> nodes, Map<CellMinute, Sum> expected)
            throws Exception {
        long requests = expected.values().stream().mapToLong(Sum::requests).sum();
        awaitWhole(nodes, requests);
        TopicContents topics = new TopicContents(kafka.bootstrapServers());
        await("usage topic")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(minutes(topics)).as("seed %d", SEED).isEqualTo(expected));
        Map<String, Integer> signs = new HashMap<>();
        for (LedgerEntry entry : topics.values(Topics.LEDGER)) {
            signs.merge(entry.requestId(), entry.sign(), Integer::sum);
        }
        assertThat(signs)
                .hasSize((int) requests)
                .allSatisfy((id, sum) -> assertThat(sum).isOne());
        JsonObject one =
                nodes.get(0).usage("?group_by=Team,model&granularity=minute").orElseThrow();
        for (MeteringNode node : nodes) {
            JsonObject other =
                    node.usage("?group_by=Team,model&granularity=minute").orElseThrow();
            assertThat(other.getBoolean("partial")).isFalse();
            assertThat(other.getString("revision")).isEqualTo(one.getString("revision"));
        }
        assertThat(one.getJsonArray("groups")).hasSize(expected.size());
    }

    /** What readers of the minutes see, without windows in which everything was taken back. */
    private static Map<CellMinute, Sum> minutes(TopicContents topics) {
        Map<CellMinute, Sum> minutes = new TreeMap<>();
        for (UsageTotal total : topics.latest(Topics.usage(Granularity.MINUTE)).values()) {
            if (total.totals().requests() != 0) {
                minutes.merge(
                        new CellMinute(
                                total.windowStart(),
                                total.dimensions().tags().get("Team"),
                                total.dimensions().model()),
                        new Sum(
                                total.totals().requests(),
                                total.totals().quantities().inputTokens(),
                                total.totals().quantities().outputTokens(),
                                total.totals().cost().usd()),
                        Sum::plus);
            }
        }
        return minutes;
    }

    private static void letPass(Duration time) {
        await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
