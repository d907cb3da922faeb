package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.topics.TopicRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of replaying a dead letter.
 *
 * @param origin where it came from
 * @param code why it was refused
 * @param status {@code replayed}, {@code still-refused} or {@code cannot-be-read}
 * @param detail how many records, or why not
 */
public record LetterOutcome(String origin, String code, String status, String detail) {

    TopicRecord<LetterOutcome> asRecord(Instant now) {
        return new TopicRecord<>(origin, Optional.of(this), now);
    }
}
