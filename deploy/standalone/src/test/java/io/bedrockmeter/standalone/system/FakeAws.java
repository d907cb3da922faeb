package io.bedrockmeter.standalone.system;

import java.util.Map;

/** How an SDK in this process, or in one that is started, is pointed to an endpoint that stands in for AWS. */
public final class FakeAws implements AutoCloseable {

    private static final Map<String, String> PROPERTIES = Map.of(
            "AWS_ENDPOINT_URL", "aws.endpointUrl",
            "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
            "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey",
            "AWS_REGION", "aws.region");

    private FakeAws() {}

    /** Points the SDK in this process there, until closed. */
    static FakeAws at(String url) {
        environment(url).forEach((name, value) -> System.setProperty(PROPERTIES.getOrDefault(name, name), value));
        return new FakeAws();
    }

    /** Environment variables of a process that is to go there. */
    public static Map<String, String> environment(String url) {
        return Map.of(
                "AWS_ENDPOINT_URL", url,
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_REGION", "us-east-1");
    }

    @Override
    public void close() {
        PROPERTIES.values().forEach(System::clearProperty);
    }
}
