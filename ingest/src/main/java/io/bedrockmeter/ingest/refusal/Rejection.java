package io.bedrockmeter.ingest.refusal;

import io.bedrockmeter.schemas.model.RejectionCode;

/**
 * Why one document was refused. Holds names, positions and short values of the fields that metering reads, never content
 * of a body.
 *
 * @param code stable code of the first problem
 * @param field path of the first offending field, empty when the whole is unreadable
 * @param reason every problem found, for people
 * @param requestId request id where one could be read, else empty
 */
public record Rejection(RejectionCode code, String field, String reason, String requestId) {

    private static final int MAX_QUOTED = 64;

    /** A refusal of the whole document. */
    public static Rejection of(RejectionCode code, String reason) {
        return new Rejection(code, "", reason, "");
    }

    /** A value in quotes, cut to 64 characters, without control characters. */
    public static String quote(String value) {
        StringBuilder quoted = new StringBuilder(Math.min(value.length(), MAX_QUOTED) + 5).append('"');
        for (int i = 0; i < value.length() && i < MAX_QUOTED; i++) {
            char c = value.charAt(i);
            quoted.append(Character.isISOControl(c) ? '?' : c);
        }
        return quoted.append(value.length() > MAX_QUOTED ? "...\"" : "\"").toString();
    }
}
