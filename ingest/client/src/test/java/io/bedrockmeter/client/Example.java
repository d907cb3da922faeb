package io.bedrockmeter.client;

import java.net.URI;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

/** The example of docs/java-client.md: what stands between the markers stands there too. */
final class Example {

    private Example() {}

    @SuppressWarnings("try")
    static void run(URI endpoint, BedrockRuntimeClientBuilder builder, ConverseRequest request) {
        // example begins
        try (BedrockMeter meter = BedrockMeter.to(endpoint)
                        .apiKey(() -> System.getenv("METER_KEY") == null ? "" : System.getenv("METER_KEY"))
                        .source("urn:example:shop")
                        .defaults(RequestTags.of("Application", "shop"))
                        .start();
                BedrockRuntimeClient bedrock = builder.overrideConfiguration(
                                c -> c.addExecutionInterceptor(meter.interceptor()))
                        .build()) {

            // Every call that this thread starts in here:
            RequestTags.of("Team", "search").during(() -> bedrock.converse(request));

            // One request, whichever thread sends it:
            RequestTags ads = RequestTags.of("Team", "ads").with("CostCenter", "4711");
            bedrock.converse(
                    request.toBuilder().overrideConfiguration(ads::onRequest).build());
        }
        // example ends
    }
}
