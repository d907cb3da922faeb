package io.bedrockmeter.ingest.replay;

import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.ingest.sink.CompactedTable;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters have been replayed. A mark stands on the checkpoint topic and is written in the transaction of the records,
 * so neither is there without the other. A document that is refused anew after its replay has a newer letter, which can be
 * replayed again.
 */
public final class ReplayMarks {

    private static final String PREFIX = "replayed:";

    private final Map<String, Checkpoint> markByOrigin;

    private ReplayMarks(Map<String, Checkpoint> markByOrigin) {
        this.markByOrigin = Map.copyOf(markByOrigin);
    }

    /**
     * Reads all marks.
     *
     * @throws io.bedrockmeter.runtime.kafka.KafkaUnavailableException when the brokers cannot be reached
     */
    public static ReplayMarks read(KafkaSettings kafka) {
        Map<String, Checkpoint> marks = new HashMap<>();
        CompactedTable.read(kafka, Topics.INGEST_CHECKPOINTS).forEach((source, checkpoint) -> {
            if (source.startsWith(PREFIX)) {
                marks.put(source.substring(PREFIX.length()), checkpoint);
            }
        });
        return new ReplayMarks(marks);
    }

    /** When a letter was replayed, empty if it was not. */
    public Optional<Instant> replayedAt(DeadLetter letter) {
        return Optional.ofNullable(markByOrigin.get(letter.origin()))
                .filter(mark -> !letter.refusedAt().isAfter(refusedAt(mark)))
                .map(Checkpoint::updatedAt);
    }

    /** Marks a letter with the next commit. */
    public static void mark(DeadLetter letter, Clock clock, CheckpointSink sink) {
        sink.checkpoint(new Checkpoint(
                PREFIX + letter.origin(),
                letter.refusedAt().toString(),
                letter.code().name(),
                clock.instant()));
    }

    /** Drops, with the next commit, the marks of letters that the topic no longer has. */
    public void forgetAllBut(Set<String> origins, CheckpointSink sink) {
        markByOrigin.keySet().stream()
                .filter(origin -> !origins.contains(origin))
                .forEach(origin -> sink.forget(PREFIX + origin));
    }

    private static Instant refusedAt(Checkpoint mark) {
        try {
            return Instant.parse(mark.position());
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }
}
