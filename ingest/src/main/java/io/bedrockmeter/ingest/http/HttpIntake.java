package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.TransactionalSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.http.jwt.JwtAccess;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Usage over HTTP: puts {@code /v1/firehose}, {@code /v1/events} and {@code /v1/invocations} on a server and writes what
 * comes to Kafka. Start the server with {@link #routes} and {@link #access}, register {@link #health} with its management
 * port, and close the server before this.
 */
public final class HttpIntake implements AutoCloseable {

    /** The OpenAPI document on the class path, for the server that has these paths. */
    public static final String OPENAPI = "/openapi/ingest.json";

    private static final int WAITING_REQUESTS = 1_024;

    private final IntakeCounters counters = new IntakeCounters();
    private final IntakeAccess access;
    private final GroupCommit commit;
    private final BlockingWork work;
    private final List<Routes> routes;

    HttpIntake(
            Vertx vertx,
            HttpIntakeConfig config,
            Optional<JwtAccess> tokens,
            Supplier<? extends TransactionalSink> sinks,
            Clock clock,
            MeterRegistry registry) {
        access = new IntakeAccess(vertx, config.keys(), config.keyReload(), tokens, counters);
        try {
            commit = new GroupCommit(
                    "http-intake-" + config.instanceId(),
                    sinks,
                    config.commit(),
                    counters,
                    new HeartBeat(config.instanceId(), clock));
        } catch (RuntimeException e) {
            access.close();
            throw e;
        }
        work = new BlockingWork(vertx, "http-intake", workers(), WAITING_REQUESTS, registry);
        IntakeLimits limits = config.limits();
        ByteBudget bodies = new ByteBudget(limits.maxBodiesBytes());
        BodyReceiver receiver = new BodyReceiver(vertx, bodies, limits.bodyPatience());
        IntakePipeline pipeline = new IntakePipeline(vertx, access, receiver, work, commit, counters);
        LogReading logs = new LogReading(clock, limits.maxRecordBytes(), new IngestCounters());
        routes = List.of(
                new FirehoseRoute(pipeline, logs, limits, clock),
                new EventsRoute(pipeline, clock, counters),
                new InvocationsRoute(pipeline, logs, limits, counters));
        counters.register(registry, commit, bodies);
    }

    /** As {@link #open(Vertx, HttpIntakeConfig, Optional, KafkaSettings, MeterRegistry)}, with keys only. */
    public static HttpIntake open(Vertx vertx, HttpIntakeConfig config, KafkaSettings kafka, MeterRegistry registry) {
        return open(vertx, config, Optional.empty(), kafka, registry);
    }

    /**
     * Connects to Kafka and reads the keys.
     *
     * @param tokens whose tokens let callers in besides keys, if any; to be closed after this by whoever started it
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     * @throws InvalidConfigException when the key file cannot be used, with every problem
     */
    public static HttpIntake open(
            Vertx vertx,
            HttpIntakeConfig config,
            Optional<JwtAccess> tokens,
            KafkaSettings kafka,
            MeterRegistry registry) {
        TopicSetup.ensure(kafka);
        // An id of its own: what follows files has its own transactions.
        String instance = config.instanceId() + "-http";
        return new HttpIntake(
                vertx,
                config,
                tokens,
                () -> KafkaSink.open(kafka, instance, CommitPolicy.DEFAULT),
                Clock.systemUTC(),
                registry);
    }

    /** What an instance is called in reports about sources. */
    public static String sourceOf(String instanceId) {
        return "http:" + instanceId;
    }

    /** The paths. */
    public List<Routes> routes() {
        return routes;
    }

    /** Who may send: for the server that has the paths. Keys decide about all its paths. */
    public AccessCheck access() {
        return access;
    }

    /** Whether Kafka takes what comes, for {@code /readyz}. */
    public HealthCheck health() {
        return new HealthCheck("http-intake", commit::healthNow);
    }

    /** Why it takes nothing any more, empty while it works. A process should end with this message. */
    public Optional<String> failure() {
        return commit.failure();
    }

    /** What came in so far. */
    public IntakeCounters counters() {
        return counters;
    }

    /** Commits what has been taken and stops; takes at most twelve seconds. */
    @Override
    public void close() {
        access.close();
        work.close();
        commit.close();
    }

    private static int workers() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }
}
