package io.bedrockmeter.runtime.http;

import java.util.Optional;

/** Whether a request may go on. */
public sealed interface Access {

    /**
     * It may.
     *
     * @param caller name of the key, who the token says it is, or {@code local}
     * @param grant what the caller may do, where its credential says so itself; the path has been checked
     */
    record Allowed(String caller, Optional<Grant> grant) implements Access {

        /** A caller of whom only the name is known. */
        public Allowed(String caller) {
            this(caller, Optional.empty());
        }
    }

    /** It may not, since who asks is not known: 401. The reason is told to the caller. */
    record Unauthenticated(String reason) implements Access {}

    /** It may not, whoever asks: 403. The reason is told to the caller. */
    record Forbidden(String reason) implements Access {}
}
