package io.bedrockmeter.ingest.log;

import static io.bedrockmeter.ingest.json.JsonCounts.ABSENT;

import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.ingest.usage.TokenCounts;
import java.util.Arrays;
import java.util.Map;

/** What one record says, as far as it has been read, and what is wrong with it. Not thread-safe. */
final class EnvelopeFacts {

    final TokenCounts counts = new TokenCounts();
    BodyFacts body = new BodyFacts();
    final Problems problems = new Problems();
    Map<String, String> metadata = Map.of();

    private final String[] texts = new String[TextField.count()];
    private final long[] media = new long[Media.values().length];
    private int refused;

    EnvelopeFacts() {
        Arrays.fill(texts, "");
        Arrays.fill(media, ABSENT);
    }

    /** The value of a field, empty when absent or refused. */
    String text(TextField field) {
        return texts[field.ordinal()];
    }

    /** The value, {@code ABSENT} when not there. */
    long media(Media what) {
        return media[what.ordinal()];
    }

    /** Whether the field is neither there nor refused. */
    boolean lacks(TextField field) {
        return texts[field.ordinal()].isEmpty() && (refused & 1 << field.ordinal()) == 0;
    }

    void put(TextField field, String value) {
        if (value.isBlank()) {
            if (field.required()) {
                refuse(field, "a string that is not empty");
            }
        } else if (value.length() > field.maxLength()) {
            refuse(field, "at most " + field.maxLength() + " characters, but got " + value.length());
        } else if (!texts[field.ordinal()].isEmpty() && !texts[field.ordinal()].equals(value)) {
            saysTwice(field.path());
        } else {
            texts[field.ordinal()] = value;
        }
    }

    void refuse(TextField field, String expected) {
        refused |= 1 << field.ordinal();
        problems.invalid(field.path(), expected);
    }

    /** Sets a media quantity; false when another value is there already. */
    boolean putMedia(Media what, long value) {
        long before = media[what.ordinal()];
        media[what.ordinal()] = value;
        return before == ABSENT || before == value;
    }

    void saysTwice(String path) {
        problems.invalid(path, "one value, but it appears twice with different values");
    }

    Rejection rejection() {
        return problems.rejection(text(TextField.REQUEST_ID));
    }
}
