package io.bedrockmeter.metering.topology;

import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What becomes of input that cannot be read or believed. */
final class DeadLetters {

    private DeadLetters() {}

    /** The record for the dead-letter topic. */
    static Record<byte[], byte[]> letter(
            RecordMetadata origin, byte[] refused, RecordCheck.Problem problem, long nowMs) {
        String where = origin.topic() + "-" + origin.partition() + "@" + origin.offset();
        DeadLetter letter = new DeadLetter(
                problem.code(),
                problem.reason(),
                where,
                problem.field(),
                refused.length,
                "",
                Instant.ofEpochMilli(nowMs));
        return new Record<>(
                where.getBytes(StandardCharsets.UTF_8),
                Topics.DEAD_LETTERS.codec().encode(letter),
                nowMs);
    }
}
