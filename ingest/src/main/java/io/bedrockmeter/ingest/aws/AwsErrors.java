package io.bedrockmeter.ingest.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What failures of the SDK mean, in one line without what was sent. */
final class AwsErrors {

    private static final int MAX_MESSAGE = 200;

    private AwsErrors() {}

    /** Operation, status and AWS's error code; for failures on our side the SDK's own words, cut. */
    static String describe(String operation, SdkException failure) {
        if (failure instanceof AwsServiceException refused) {
            String code = refused.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(refused.awsErrorDetails().errorCode());
            return operation + " was refused: HTTP " + refused.statusCode() + " " + code;
        }
        String message = String.valueOf(failure.getMessage());
        return operation + " failed: "
                + (message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "..." : message);
    }
}
