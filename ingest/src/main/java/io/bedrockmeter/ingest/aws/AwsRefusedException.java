package io.bedrockmeter.ingest.aws;

/** AWS refused what was asked for, or could not be reached. The message is meant for people. */
public final class AwsRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    AwsRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
