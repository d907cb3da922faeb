package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what a stage cannot read to the dead letters, without its content. */
final class Refusals {

    private final ProcessorContext<byte[], Routed> context;

    Refusals(ProcessorContext<byte[], Routed> context) {
        this.context = context;
    }

    /** Refuses the record that is being processed. */
    void refuse(Record<byte[], byte[]> record, RejectionCode code, String reason) {
        String origin = context.recordMetadata()
                .map(at -> at.topic() + "-" + at.partition() + "@" + at.offset())
                .orElse("unknown");
        byte[] value = record.value();
        refuse(origin, code, reason, value == null ? 0 : value.length);
    }

    void refuse(String origin, RejectionCode code, String reason, int sizeBytes) {
        long now = context.currentSystemTimeMs();
        DeadLetter letter = new DeadLetter(code, reason, origin, "", sizeBytes, "", Instant.ofEpochMilli(now));
        Routed routed =
                Routed.to(Routed.Route.DEAD_LETTER, Topics.DEAD_LETTERS.codec().encode(letter));
        context.forward(new Record<>(origin.getBytes(StandardCharsets.UTF_8), routed, now));
    }
}
