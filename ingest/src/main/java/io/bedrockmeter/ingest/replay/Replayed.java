package io.bedrockmeter.ingest.replay;

/** What came of replaying a dead letter. */
public sealed interface Replayed {

    /** It was read: so many invocations and tag events of its document, or of all from its line on. */
    record Taken(long records) implements Replayed {}

    /** It is refused again, for this reason. */
    record StillRefused(String reason) implements Replayed {}

    /** It cannot be read again, for this reason. */
    record CannotBeRead(String reason) implements Replayed {}

    /** For people and programs: {@code replayed}, {@code still-refused} or {@code cannot-be-read}. */
    default String status() {
        if (this instanceof Taken) {
            return "replayed";
        }
        return this instanceof StillRefused ? "still-refused" : "cannot-be-read";
    }

    /** What there is to say about it. */
    default String detail() {
        if (this instanceof Taken taken) {
            return taken.records() + (taken.records() == 1 ? " record" : " records");
        }
        return this instanceof StillRefused refused ? refused.reason() : ((CannotBeRead) this).reason();
    }
}
