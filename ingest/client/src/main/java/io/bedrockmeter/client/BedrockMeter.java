package io.bedrockmeter.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Reports the Bedrock calls of this program to bedrock-meter. Add {@link #interceptor} to any number of
 * {@code BedrockRuntimeClient} and {@code BedrockRuntimeAsyncClient}, and close this at the end of the program, after them.
 * Calls are neither slowed nor failed: events wait in a bounded queue, one daemon thread sends them, and what finds no room
 * is dropped and counted. Thread-safe.
 */
public final class BedrockMeter implements AutoCloseable {

    private final Counters counters;
    private final EventSender sender;
    private final MeteringInterceptor interceptor;

    private BedrockMeter(Builder builder) {
        counters = new Counters();
        OccasionalLog log = new OccasionalLog(Duration.ofMinutes(1), System::nanoTime);
        Delivery delivery = new Delivery(builder.endpoint.resolve("/v1/events"), builder.apiKey);
        sender = new EventSender(builder.queue, delivery, builder.retries, counters, log);
        EventJson json = new EventJson(builder.source, builder.accountId, builder.reportUsage);
        interceptor = new MeteringInterceptor(
                builder.defaults,
                attempt -> json.event(attempt).ifPresent(sender::offer),
                Clock.systemUTC(),
                counters,
                log);
    }

    /**
     * Starts to describe one.
     *
     * @param endpoint where bedrock-meter takes usage, for example {@code https://meter.example.com:8080}
     */
    public static Builder to(URI endpoint) {
        return new Builder(endpoint);
    }

    /** For {@code overrideConfiguration(c -> c.addExecutionInterceptor(...))} of a client. */
    public ExecutionInterceptor interceptor() {
        return interceptor;
    }

    /** What became of the events so far. */
    public MeterCounts counts() {
        return counters.counts();
    }

    /** Sends what waits, for at most the time configured, and stops. What is left then is dropped and counted. */
    @Override
    public void close() {
        sender.close();
    }

    /** Describes a {@link BedrockMeter}. */
    public static final class Builder {

        private final URI endpoint;
        private Supplier<String> apiKey = () -> "";
        private String source = "urn:bedrock-meter:java-client";
        private String accountId = "";
        private RequestTags defaults = RequestTags.NONE;
        private boolean reportUsage = true;
        private QueueLimits queue = QueueLimits.DEFAULT;
        private RetryPolicy retries = RetryPolicy.DEFAULT;

        private Builder(URI endpoint) {
            this.endpoint = endpoint;
        }

        /** API key or JWT, asked for with every delivery so that it may change; empty sends none. */
        public Builder apiKey(Supplier<String> key) {
            this.apiKey = key;
            return this;
        }

        /** CloudEvents {@code source} of the events, a URI that names this program. */
        public Builder source(String uri) {
            this.source = uri;
            return this;
        }

        /** Twelve-digit AWS account of the calls, so that it is known before the log record is. */
        public Builder accountId(String account) {
            this.accountId = account;
            return this;
        }

        /** Tags of every call. */
        public Builder defaults(RequestTags tags) {
            this.defaults = tags;
            return this;
        }

        /**
         * Whether usage is reported with the tags (as it is by default): spend then shows at once and without invocation
         * logging; the log record replaces it. Without, calls are metered from the log alone, with fewer ledger entries.
         */
        public Builder reportUsage(boolean report) {
            this.reportUsage = report;
            return this;
        }

        /** How much may wait, and for how long at the end. */
        public Builder queue(QueueLimits limits) {
            this.queue = limits;
            return this;
        }

        /** How often and how long a delivery is tried again. */
        public Builder retries(RetryPolicy policy) {
            this.retries = policy;
            return this;
        }

        public BedrockMeter start() {
            return new BedrockMeter(this);
        }
    }
}
