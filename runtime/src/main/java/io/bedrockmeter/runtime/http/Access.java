package io.bedrockmeter.runtime.http;

/** Whether a request may go on. */
public sealed interface Access {

    /**
     * It may.
     *
     * @param caller name of the key, or {@code local}
     */
    record Allowed(String caller) implements Access {}

    /** It may not, since who asks is not known: 401. The reason is told to the caller. */
    record Unauthenticated(String reason) implements Access {}

    /** It may not, whoever asks: 403. The reason is told to the caller. */
    record Forbidden(String reason) implements Access {}
}
