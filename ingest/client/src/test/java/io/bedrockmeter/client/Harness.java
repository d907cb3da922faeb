package io.bedrockmeter.client;

import io.bedrockmeter.ingest.events.EventResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** Real SDK clients with a meter, between a Bedrock and an intake of our own. */
final class Harness implements AutoCloseable {

    static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";
    static final String CANARY = "CANARY-prompt-7d1f";

    /** Without TLS there is no way to agree on HTTP/2. Shared, since ending one takes seconds. */
    private static final SdkAsyncHttpClient ASYNC_HTTP =
            NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build();

    final FakeBedrock bedrock = new FakeBedrock();
    final FakeIntake intake = new FakeIntake();
    final BedrockMeter meter;
    final BedrockRuntimeClient client;
    final BedrockRuntimeAsyncClient asyncClient;

    Harness() {
        this(builder -> builder);
    }

    Harness(UnaryOperator<BedrockMeter.Builder> settings) {
        meter = settings.apply(BedrockMeter.to(intake.uri())
                        .apiKey(() -> "secret-key")
                        .source("urn:test:shop")
                        .queue(new QueueLimits(1_000, 1 << 20, 200, Duration.ofMillis(5), Duration.ofSeconds(10)))
                        .retries(new RetryPolicy(Duration.ofMillis(5), Duration.ofSeconds(2), Duration.ofSeconds(60))))
                .start();
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));
        client = BedrockRuntimeClient.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .endpointOverride(bedrock.uri())
                .overrideConfiguration(this::watched)
                .build();
        asyncClient = BedrockRuntimeAsyncClient.builder()
                .httpClient(ASYNC_HTTP)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .endpointOverride(bedrock.uri())
                .overrideConfiguration(this::watched)
                .build();
    }

    private void watched(ClientOverrideConfiguration.Builder configuration) {
        configuration.addExecutionInterceptor(meter.interceptor());
    }

    static ConverseRequest converse() {
        return ConverseRequest.builder()
                .modelId(MODEL)
                .messages(Message.builder()
                        .role("user")
                        .content(ContentBlock.fromText(CANARY))
                        .build())
                .build();
    }

    static InvokeModelRequest invoke() {
        return InvokeModelRequest.builder()
                .modelId(MODEL)
                .contentType("application/json")
                .body(SdkBytes.fromUtf8String("{\"prompt\":\"" + CANARY + "\"}"))
                .build();
    }

    ConverseResponse converse(boolean async, ConverseRequest request) {
        return async ? unwrapped(asyncClient.converse(request)) : client.converse(request);
    }

    InvokeModelResponse invoke(boolean async, InvokeModelRequest request) {
        return async ? unwrapped(asyncClient.invokeModel(request)) : client.invokeModel(request);
    }

    /** Waits until everything has been sent. */
    List<EventResult> events() {
        meter.close();
        return intake.events;
    }

    static <T> T unwrapped(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
        asyncClient.close();
        meter.close();
        bedrock.close();
        intake.close();
    }
}
