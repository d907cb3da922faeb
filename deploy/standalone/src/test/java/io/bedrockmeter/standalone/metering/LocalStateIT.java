package io.bedrockmeter.standalone.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local state of metering is only ever a copy: whatever becomes of it, totals are those of the topics. */
@KafkaSuite
final class LocalStateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BEFORE = 500;
    private static final int AFTER = 300;

    @TempDir
    private Path state;

    @Test
    void what_is_corrupt_on_disk_is_restored_from_kafka(KafkaSettings given) throws Exception {
        KafkaSettings kafka = named(given, "corrupt");
        meter(kafka, 0, BEFORE);

        corrupt(state, new Random(Long.getLong("tests.seed", 1)));

        assertThat(meter(kafka, BEFORE - 100, AFTER + 100)).isEqualTo(MeteredCalls.cost(BEFORE + AFTER));
    }

    @Test
    void a_copy_of_other_topics_is_not_taken_for_one_of_these(KafkaSettings given) throws Exception {
        // Given local state of one installation, at offsets that another of the same name has, too
        KafkaSettings one = named(given, "one");
        KafkaSettings other = named(given, "other");
        Path folders = state.resolve("states");
        meter(other, 0, BEFORE, folders.resolve("other"));
        meter(one, 0, BEFORE + AFTER, folders.resolve("one"));
        swap(folders, one, other);

        // When the other one goes on with it
        Money cost = meter(other, BEFORE, AFTER, folders.resolve("other"));

        // Then it has counted what is new
        assertThat(cost).isEqualTo(MeteredCalls.cost(BEFORE + AFTER));
    }

    /** Gives one installation's state to the other, under the other's name. */
    private static void swap(Path folders, KafkaSettings one, KafkaSettings other) throws IOException {
        Path target = folders.resolve("other");
        String from = one.topicPrefix() + "bedrock-meter-metering";
        String to = other.topicPrefix() + "bedrock-meter-metering";
        delete(target.resolve(to));
        Files.move(folders.resolve("one").resolve(from), target.resolve(to));
        Path origin = target.resolve(to + ".origin");
        Files.writeString(
                origin,
                Files.readString(folders.resolve("one").resolve(from + ".origin"))
                        .replace(from, to));
    }

    private Money meter(KafkaSettings kafka, int from, int calls) throws Exception {
        return meter(kafka, from, calls, state);
    }

    /** Meters further calls in a run of its own, and tells the cost of all so far. */
    private static Money meter(KafkaSettings kafka, int from, int calls, Path folder) throws Exception {
        TopicSetup.ensure(kafka);
        MeteredCalls.send(kafka, from, calls);
        try (MeteringService metering = new MeteringService(MeteringConfig.defaults(folder), kafka)) {
            metering.start();
            metering.awaitCaughtUp(PATIENCE);
            assertThat(metering.restore().remaining()).isZero();
            return MeteredCalls.total(metering).cost();
        }
    }

    /** Overwrites a part of every file, cuts every other one short. */
    private static void corrupt(Path folder, Random random) throws IOException {
        List<Path> files = files(folder.resolve(only(folder)));
        assertThat(files)
                .anyMatch(file ->
                        file.toString().endsWith(".sst") || file.toString().endsWith(".log"));
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            for (int i = 0; i < content.length; i += 1 + random.nextInt(8)) {
                content[i] = (byte) random.nextInt();
            }
            Files.write(file, content);
        }
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static KafkaSettings named(KafkaSettings kafka, String name) {
        return new KafkaSettings(
                kafka.bootstrapServers(),
                kafka.topicPrefix() + name + ".",
                kafka.partitions(),
                kafka.replicationFactor(),
                kafka.clientProperties());
    }
}
