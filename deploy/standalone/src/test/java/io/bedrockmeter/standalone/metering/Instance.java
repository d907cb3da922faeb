package io.bedrockmeter.standalone.metering;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.http.StreamsPeers;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.state.HostInfo;

/** One of several instances of the metering service, with its HTTP interface, in a process of its own: to be killed. */
final class Instance implements AutoCloseable {

    private final Process process;
    private final int port;

    private Instance(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** What the process runs; arguments are brokers, topic prefix, state directory and port. */
    public static void main(String[] args) throws InterruptedException {
        KafkaSettings kafka = new KafkaSettings(args[0], args[1], 2, (short) 1, Map.of());
        int port = Integer.parseInt(args[3]);
        MeteringConfig config = MeteringConfig.defaults(Path.of(args[2]));
        HostInfo self = new HostInfo(CostExplorer.HOST, port);
        try (MeteringService metering =
                        new MeteringService(config, kafka, Optional.of(self.host() + ":" + self.port()));
                CostExplorer http = new CostExplorer(
                        config,
                        metering,
                        kafka,
                        new StreamsPeers(metering.streams(), self, metering.partitions()),
                        port)) {
            metering.start();
            System.out.println("listening on " + http.port());
            new CountDownLatch(1).await();
        }
    }

    static Instance start(KafkaSettings kafka, Path state, int port) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Instance.class.getName(),
                        kafka.bootstrapServers(),
                        kafka.topicPrefix(),
                        state.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Instance(process, port);
    }

    /** Address under which it is asked, and named in answers. */
    String address() {
        return CostExplorer.HOST + ":" + port;
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
