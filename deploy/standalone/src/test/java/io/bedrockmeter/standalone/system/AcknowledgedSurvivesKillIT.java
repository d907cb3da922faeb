package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} with its own broker, killed while senders get their events acknowledged over HTTP. */
@Tag("system")
final class AcknowledgedSurvivesKillIT {

    private static final int KILLS = 2;
    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    @Test
    void what_was_acknowledged_before_a_kill_is_there_after_the_next_start() throws Exception {
        Random random = new Random(SEED);
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int enough = 2_000 + random.nextInt(5_000);
            try (ProgramProcess program = start();
                    EventLoad load = new EventLoad(program.answers(), "run-" + kill + "-")) {
                await().atMost(PATIENCE).until(() -> load.acknowledged().size() >= enough);
                program.kill();
                load.stop();
                acknowledged.addAll(load.acknowledged());
            }
        }

        try (ProgramProcess program = start()) {
            Set<String> missing = new HashSet<>(acknowledged);
            missing.removeAll(committed(program.bootstrapServers()));
            assertThat(missing).as("acknowledged and lost, seed %d", SEED).isEmpty();
            assertThat(acknowledged).hasSizeGreaterThan(KILLS * 2_000);
        }
    }

    private ProgramProcess start() throws IOException {
        return ProgramProcess.start(
                "run",
                "--data-dir",
                directory.resolve("data").toString(),
                "--kafka-port",
                "0",
                "--http-port",
                "0",
                "--management-port",
                "0");
    }

    private static Set<String> committed(String bootstrapServers) {
        return new TopicContents(bootstrapServers)
                .values(Topics.TAG_EVENTS).stream().map(TagEvent::requestId).collect(Collectors.toSet());
    }
}
