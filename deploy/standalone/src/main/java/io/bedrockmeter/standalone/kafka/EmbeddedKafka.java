package io.bedrockmeter.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A real single-node KRaft broker in this process, reachable on the loopback interface only. What it stores stays in its
 * directory between runs, under the same cluster id, and survives {@code kill -9}.
 */
public final class EmbeddedKafka implements AutoCloseable {

    /** Port where nothing else is asked for. */
    public static final int DEFAULT_PORT = 19092;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    /** Controlled shutdown has nowhere to move leadership to; more time would be waited in vain. */
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(3);

    private final Listeners listeners;
    private final Metrics metrics;
    private final String clusterId;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private EmbeddedKafka(
            Listeners listeners, Metrics metrics, String clusterId, ControllerServer controller, BrokerServer broker) {
        this.listeners = listeners;
        this.metrics = metrics;
        this.clusterId = clusterId;
        this.controller = controller;
        this.broker = broker;
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param port port to listen on, 0 for any free one
     * @param directory where it keeps its logs; made ready on first use
     * @param overrides broker settings that replace the usual ones
     * @param onFatal called when the broker can no longer work, with the cause; from any thread
     * @throws StartupException when the port is taken, the directory cannot be used or the broker does not come up
     */
    public static EmbeddedKafka start(
            int port, Path directory, Map<String, String> overrides, Consumer<String> onFatal) {
        Listeners listeners = Listeners.bind(port);
        try {
            format(directory);
            return start(listeners, new KafkaConfig(BrokerProperties.of(directory, listeners, overrides)), onFatal);
        } catch (RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    private static EmbeddedKafka start(Listeners listeners, KafkaConfig config, Consumer<String> onFatal) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                KafkaRaftServer.initializeLogDirs(config, LOG, "embedded ");
        String clusterId = directories._1().clusterId().orElseThrow();
        Metrics metrics = Server$.MODULE$.initializeMetrics(config, Time.SYSTEM, clusterId);
        SharedServer shared = new SharedServer(
                config,
                directories._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                new BrokerFaults(onFatal),
                listeners);
        EmbeddedKafka kafka = new EmbeddedKafka(
                listeners,
                metrics,
                clusterId,
                new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2()),
                new BrokerServer(shared));
        try {
            kafka.controller.startup();
            kafka.broker.startup();
        } catch (RuntimeException e) {
            kafka.close();
            throw new StartupException("the embedded Kafka broker did not start: " + e.getMessage(), e);
        }
        LOG.atInfo()
                .addKeyValue("bootstrapServers", kafka.bootstrapServers())
                .addKeyValue("clusterId", clusterId)
                .log("embedded broker started");
        return kafka;
    }

    /** Writes the cluster id and first metadata into a new directory; a directory that has them is left alone. */
    private static void format(Path directory) {
        if (Files.isRegularFile(directory.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(silent)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setControllerListenerName(Listeners.CONTROLLER)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (IOException e) {
            throw new StartupException("cannot write the broker's directory " + directory + ": " + e, e);
        } catch (Exception e) {
            throw new StartupException("cannot prepare the broker's directory " + directory + ": " + e.getMessage(), e);
        }
    }

    /** host:port of the broker. */
    public String bootstrapServers() {
        return Listeners.HOST + ":" + listeners.brokerPort();
    }

    /** Identity of the stored cluster: the same as long as the directory is kept. */
    public String clusterId() {
        return clusterId;
    }

    /** Stops the broker, within about five seconds; what was acknowledged is on disk. */
    @Override
    public void close() {
        broker.shutdown(SHUTDOWN_PATIENCE);
        controller.shutdown();
        metrics.close();
        listeners.close();
        LOG.atInfo().addKeyValue("clusterId", clusterId).log("embedded broker stopped");
    }
}
