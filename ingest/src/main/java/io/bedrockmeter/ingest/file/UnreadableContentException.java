package io.bedrockmeter.ingest.file;

import java.io.IOException;

/** The content of a file is damaged or of a kind that is not read. The reason holds no content. */
public final class UnreadableContentException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnreadableContentException(String reason) {
        super(reason);
        this.reason = reason;
    }

    UnreadableContentException(String reason, IOException cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /** What is wrong, for people. */
    public String reason() {
        return reason;
    }
}
