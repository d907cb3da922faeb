package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@KafkaSuite
final class ObservingCommandsIT {

    @BeforeAll
    static void refuse_three_inputs_and_damage_one_record(KafkaSettings kafka) {
        TopicSetup.ensure(kafka);
        String topic = kafka.name(Topics.DEAD_LETTERS);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            for (int line = 1; line <= 3; line++) {
                DeadLetter letter = new DeadLetter(
                        RejectionCode.MALFORMED_JSON,
                        "cut off",
                        "file:/a.json:" + line,
                        "",
                        10,
                        "",
                        Instant.parse("2026-11-21T10:00:00Z"));
                producer.send(new ProducerRecord<>(
                        topic, letter.origin(), Topics.DEAD_LETTERS.codec().encode(letter)));
            }
            producer.send(new ProducerRecord<>(topic, "damaged", "no record".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static CommandRun run(KafkaSettings kafka, String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--bootstrap-servers";
        all[arguments.length + 1] = kafka.bootstrapServers();
        all[arguments.length + 2] = "--topic-prefix";
        all[arguments.length + 3] = kafka.topicPrefix();
        return CommandRun.of(all);
    }

    @Test
    void dead_letters_are_listed_and_a_damaged_record_is_skipped_with_a_warning(KafkaSettings kafka) {
        CommandRun run = run(kafka, "dead-letters", "list", "--limit", "2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("2026-11-21T10:00:00Z  MALFORMED_JSON  file:/a.json:2  cut off")
                .contains("file:/a.json:3")
                .doesNotContain("file:/a.json:1 ");
        assertThat(run.err()).contains("warning: ").contains("offset 3").contains("2 of 3 refusals");
    }

    @Test
    void watch_shows_what_passes_the_filter_and_ends_after_the_maximum(KafkaSettings kafka) {
        CommandRun run = run(
                kafka, "watch", "dead-letters", "--from-beginning", "--filter", "origin=file:/a.json:2", "--max", "1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualToIgnoringNewLines(
                        "{\"key\":\"file:/a.json:2\",\"writtenAt\":\""
                                + run.out().split("\"writtenAt\":\"")[1].split("\"")[0]
                                + "\",\"value\":{\"code\":\"MALFORMED_JSON\",\"reason\":\"cut off\",\"origin\":\"file:/a.json:2\","
                                + "\"field\":\"\",\"sizeBytes\":10,\"requestId\":\"\",\"refusedAt\":\"2026-11-21T10:00:00Z\",\"envelope\":\"\"}}");
    }

    @Test
    void a_broker_without_our_topics_is_told_apart_from_one_that_is_away(KafkaSettings kafka) {
        CommandRun run = CommandRun.of(
                "watch", "ledger", "--bootstrap-servers", kafka.bootstrapServers(), "--topic-prefix", "other.");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(kafka.bootstrapServers() + " has no topic other.ledger.v1");
    }
}
