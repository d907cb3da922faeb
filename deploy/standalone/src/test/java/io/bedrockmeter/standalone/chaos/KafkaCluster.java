package io.bedrockmeter.standalone.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import kafka.Kafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.awaitility.Awaitility;

/**
 * Three brokers, controllers as well, each Kafka's own server in a process of its own, as operators run them: three copies of
 * everything, two of which must be written. They listen twice: near, and far behind proxies that can be cut.
 */
final class KafkaCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Node(int id, int near, int far, int controller, TcpProxy proxy, Path directory) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Process[] processes = new Process[NODES];

    private KafkaCluster() {}

    static KafkaCluster start(Path directory) throws Exception {
        KafkaCluster cluster = new KafkaCluster();
        int[] ports = freePorts(NODES * 3);
        for (int i = 0; i < NODES; i++) {
            int far = ports[i * 3 + 1];
            cluster.nodes.add(new Node(
                    i + 1,
                    ports[i * 3],
                    far,
                    ports[i * 3 + 2],
                    new TcpProxy(far),
                    Files.createDirectories(directory.resolve("broker" + (i + 1)))));
        }
        String clusterId = Uuid.randomUuid().toString();
        for (Node node : cluster.nodes) {
            format(node, clusterId);
            cluster.writeProperties(node);
            cluster.start(node.id);
        }
        cluster.awaitBrokers(NODES);
        return cluster;
    }

    /** Brokers for those who are always connected. */
    String near() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.near).collect(Collectors.joining(","));
    }

    /** The same brokers through proxies. */
    String far() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.proxy.port()).collect(Collectors.joining(","));
    }

    /** From now on nothing passes between the brokers and those who use {@link #far()}. */
    void cutFar() {
        nodes.forEach(node -> node.proxy.cut());
    }

    void healFar() {
        nodes.forEach(node -> node.proxy.heal());
    }

    /** The broker that leads a partition. */
    int leader(String topic, int partition) throws Exception {
        try (Admin admin = admin()) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .get(partition)
                    .leader()
                    .id();
        }
    }

    /** As {@code kill -9}. */
    void kill(int id) {
        processes[id - 1].destroyForcibly().onExit().join();
    }

    void start(int id) throws IOException {
        Node node = nodes.get(id - 1);
        processes[id - 1] = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx384m",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Kafka.class.getName(),
                        node.directory.resolve("server.properties").toString())
                .redirectErrorStream(true)
                .redirectOutput(node.directory.resolve("output.log").toFile())
                .start();
    }

    /** Waits until so many brokers take part. */
    void awaitBrokers(int count) {
        Awaitility.await("brokers").atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Admin admin = admin()) {
                return admin.describeCluster().nodes().get().size() == count;
            }
        });
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", near()));
    }

    private static void format(Node node, String clusterId) throws Exception {
        String logs = node.directory.resolve("logs").toString();
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setClusterId(clusterId)
                    .setNodeId(node.id)
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(logs))
                    .setMetadataLogDirectory(logs)
                    .setHasDynamicQuorum(false)
                    .run();
        }
    }

    private void writeProperties(Node node) throws IOException {
        Properties server = new Properties();
        server.put("process.roles", "broker,controller");
        server.put("node.id", Integer.toString(node.id));
        server.put(
                "controller.quorum.voters",
                nodes.stream()
                        .map(each -> each.id + "@127.0.0.1:" + each.controller)
                        .collect(Collectors.joining(",")));
        server.put("controller.listener.names", "CONTROLLER");
        server.put(
                "listeners",
                "NEAR://127.0.0.1:%d,FAR://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(node.near, node.far, node.controller));
        server.put(
                "advertised.listeners",
                "NEAR://127.0.0.1:%d,FAR://127.0.0.1:%d".formatted(node.near, node.proxy.port()));
        server.put("inter.broker.listener.name", "NEAR");
        server.put("listener.security.protocol.map", "NEAR:PLAINTEXT,FAR:PLAINTEXT,CONTROLLER:PLAINTEXT");
        server.put("log.dirs", node.directory.resolve("logs").toString());
        server.put("default.replication.factor", Integer.toString(NODES));
        server.put("min.insync.replicas", "2");
        server.put("offsets.topic.replication.factor", Integer.toString(NODES));
        server.put("offsets.topic.num.partitions", "4");
        server.put("transaction.state.log.replication.factor", Integer.toString(NODES));
        server.put("transaction.state.log.min.isr", "2");
        server.put("transaction.state.log.num.partitions", "4");
        server.put("auto.create.topics.enable", "false");
        server.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        server.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        try (Writer out = Files.newBufferedWriter(node.directory.resolve("server.properties"))) {
            server.store(out, null);
        }
    }

    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            if (processes[node.id - 1] != null) {
                kill(node.id);
            }
            node.proxy.close();
        }
    }
}
