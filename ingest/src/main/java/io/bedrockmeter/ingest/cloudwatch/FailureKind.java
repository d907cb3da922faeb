package io.bedrockmeter.ingest.cloudwatch;

import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Why a request to CloudWatch Logs failed, as far as it decides what to do next. */
enum FailureKind {
    /** Too many requests: fewer of them. */
    THROTTLED,
    /** The page token is older than 24 hours or otherwise not accepted: the pass begins again. */
    TOKEN_EXPIRED,
    /** The credentials are not accepted any more: new ones are fetched. */
    CREDENTIALS_EXPIRED,
    /** The log group or stream does not exist, or not yet. */
    NOT_FOUND,
    /** Permissions or configuration are missing. */
    REFUSED,
    /** The connection broke or the service failed: the same again. */
    INTERRUPTED;

    private static final Set<String> CREDENTIALS = Set.of(
            "ExpiredTokenException",
            "ExpiredToken",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException");
    private static final Set<String> REFUSALS =
            Set.of("AccessDeniedException", "InvalidParameterException", "OptInRequired", "ValidationException");
    private static final int FORBIDDEN = 403;

    /**
     * The kind of an error.
     *
     * @param paged whether the request had a page token
     */
    static FailureKind of(Throwable error, boolean paged) {
        if (!(cause(error) instanceof AwsServiceException answer) || answer.awsErrorDetails() == null) {
            return INTERRUPTED;
        }
        String code = String.valueOf(answer.awsErrorDetails().errorCode());
        if (answer.isThrottlingException() || code.equals("LimitExceededException")) {
            return THROTTLED;
        }
        if (CREDENTIALS.contains(code)) {
            return CREDENTIALS_EXPIRED;
        }
        if (paged && code.equals("InvalidParameterException")) {
            return TOKEN_EXPIRED;
        }
        if (code.equals("ResourceNotFoundException")) {
            return NOT_FOUND;
        }
        return REFUSALS.contains(code) || answer.statusCode() == FORBIDDEN ? REFUSED : INTERRUPTED;
    }

    /** What to tell people: the error code and text of AWS, or what broke. */
    static String describe(Throwable error) {
        Throwable cause = cause(error);
        if (cause instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return answer.awsErrorDetails().errorCode() + ": "
                    + answer.awsErrorDetails().errorMessage();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
