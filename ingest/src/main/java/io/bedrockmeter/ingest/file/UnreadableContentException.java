package io.bedrockmeter.ingest.file;

import java.io.IOException;

/** The content of a file is damaged or of a kind that is not read. The message holds no content. */
public final class UnreadableContentException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableContentException(String message) {
        super(message);
    }

    UnreadableContentException(String message, IOException cause) {
        super(message, cause);
    }
}
