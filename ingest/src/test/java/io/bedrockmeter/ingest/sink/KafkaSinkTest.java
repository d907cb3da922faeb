package io.bedrockmeter.ingest.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Transactions, their repetition and their end, on Kafka's own in-memory producer. */
class KafkaSinkTest {

    private static final KafkaSettings SETTINGS = new KafkaSettings("unused:9092", "t.", 1, (short) 1, Map.of());

    private final FlakyProducer producer = new FlakyProducer();

    @Test
    void records_and_their_checkpoint_are_committed_together() {
        KafkaSink sink = sink(new CommitPolicy(1_000, Duration.ofSeconds(30)));

        sink.tagEvent(event("r1"));
        sink.deadLetter(deadLetter("a:1"));
        sink.checkpoint(checkpoint("a", "1"));
        sink.checkpoint(checkpoint("a", "2"));
        sink.forget("b");
        sink.commitIfDue();
        assertThat(producer.history()).isEmpty();
        sink.commit();

        assertThat(producer.history())
                .extracting(record -> record.topic() + "/" + record.key())
                .containsExactly(
                        "t.tag-events.v1/r1",
                        "t.dead-letters.v1/a:1",
                        "t.ingest-checkpoints.v1/a",
                        "t.ingest-checkpoints.v1/b");
        assertThat(Topics.INGEST_CHECKPOINTS
                        .codec()
                        .decode(producer.history().get(2).value()))
                .isEqualTo(checkpoint("a", "2"));
        assertThat(producer.history().get(3).value()).isNull();
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void a_commit_is_due_after_enough_records() {
        KafkaSink sink = sink(new CommitPolicy(2, Duration.ofSeconds(30)));

        sink.tagEvent(event("r1"));
        sink.commitIfDue();
        assertThat(producer.commitCount()).isZero();
        sink.tagEvent(event("r2"));
        sink.commitIfDue();

        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void nothing_to_say_is_no_transaction() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);

        sink.commitIfDue();
        sink.commit();

        assertThat(producer.commitCount()).isZero();
        assertThat(producer.transactionInFlight()).isFalse();
    }

    @Test
    void an_aborted_transaction_is_sent_again_whole() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);
        sink.tagEvent(event("r1"));
        sink.checkpoint(checkpoint("a", "7"));
        producer.commitFailures.add(new KafkaException("in error state", new NotEnoughReplicasException()));

        sink.commit();

        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("r1", "a");
        assertThat(producer.aborts).isEqualTo(1);
    }

    @Test
    void a_commit_that_is_not_answered_is_asked_for_again_and_never_aborted() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);
        sink.tagEvent(event("r1"));
        producer.commitFailures.add(new TimeoutException("no answer"));
        producer.commitFailures.add(new TimeoutException("no answer"));

        sink.commit();

        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("r1");
        assertThat(producer.aborts).isZero();
    }

    @Test
    void a_record_that_could_not_be_sent_is_sent_again_with_the_others() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);
        sink.tagEvent(event("r1"));
        producer.sendFailures.add(new TimeoutException("expired"));
        sink.tagEvent(event("r2"));
        sink.tagEvent(event("r3"));

        sink.commit();

        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("r1", "r2", "r3");
        assertThat(producer.aborts).isEqualTo(1);
    }

    @Test
    void a_fenced_instance_fails_at_once_and_says_why() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);
        sink.tagEvent(event("r1"));
        producer.commitFailures.add(new ProducerFencedException("fenced"));

        assertThatThrownBy(sink::commit)
                .isInstanceOf(SinkFailedException.class)
                .hasMessageContaining("fenced")
                .hasMessageContaining("t.ingest-test");
    }

    @Test
    void an_instance_that_learns_of_its_fencing_while_aborting_says_so_too() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);
        sink.tagEvent(event("r1"));
        producer.commitFailures.add(new InvalidProducerEpochException("old epoch"));
        producer.abortTransactionException = new ProducerFencedException("newer producer");

        assertThatThrownBy(sink::commit)
                .isInstanceOf(SinkFailedException.class)
                .hasMessageContaining("fenced: another instance");
    }

    @Test
    void a_missing_permission_fails_at_once_and_says_which() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);
        producer.sendFailures.add(new TopicAuthorizationException("t.tag-events.v1"));
        sink.tagEvent(event("r1"));

        assertThatThrownBy(sink::commit)
                .isInstanceOf(SinkFailedException.class)
                .hasMessageContaining("grant this client write access");
    }

    @Test
    void a_closed_sink_does_not_wait_for_brokers_for_ever() {
        KafkaSink sink = sink(CommitPolicy.DEFAULT);
        sink.tagEvent(event("r1"));
        producer.commitFailures.add(new TimeoutException("no answer"));
        sink.close();

        assertThatThrownBy(sink::commit).isInstanceOf(SinkFailedException.class);
    }

    @Test
    void only_references_that_differ_are_published() {
        Map<String, String> changed = ReferencePublisher.changed(
                Map.of("a", "a1", "b", "b1"), List.of("a1", "b2", "c1", "c2"), value -> value.substring(0, 1));

        assertThat(changed).isEqualTo(Map.of("b", "b2", "c", "c2"));
    }

    private KafkaSink sink(CommitPolicy policy) {
        return new KafkaSink(SETTINGS, producer, "t.ingest-test", policy);
    }

    private static TagEvent event(String requestId) {
        return new TagEvent(requestId, Map.of(), "", "", "", -1, true, "s", "1", Instant.EPOCH);
    }

    private static DeadLetter deadLetter(String origin) {
        return new DeadLetter(RejectionCode.MALFORMED_JSON, "r", origin, "", 1, "", Instant.EPOCH);
    }

    private static Checkpoint checkpoint(String source, String position) {
        return new Checkpoint(source, position, "id", Instant.EPOCH);
    }
}
