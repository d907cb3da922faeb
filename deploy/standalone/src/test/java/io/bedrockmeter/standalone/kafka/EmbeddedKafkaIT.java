package io.bedrockmeter.standalone.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {

    private static final String TOPIC = "records";

    @TempDir
    Path directory;

    private EmbeddedKafka start(int port) {
        return EmbeddedKafka.start(port, directory.resolve("kafka"), Map.of(), fault -> {
            throw new AssertionError(fault);
        });
    }

    @Test
    void committed_records_and_the_cluster_id_are_kept_between_runs() throws Exception {
        String firstClusterId;
        try (EmbeddedKafka kafka = start(0)) {
            firstClusterId = kafka.clusterId();
            Records.createTopic(kafka.bootstrapServers(), TOPIC);
            try (KafkaProducer<String, String> producer =
                    Records.transactionalProducer(kafka.bootstrapServers(), "writer")) {
                Records.commit(producer, TOPIC, "one", "two");
            }
        }

        try (EmbeddedKafka kafka = start(0)) {
            assertThat(kafka.clusterId()).isEqualTo(firstClusterId);
            assertThat(Records.committed(kafka.bootstrapServers(), TOPIC, 2)).containsExactly("one", "two");
        }
    }

    @Test
    void after_a_kill_committed_records_are_there_and_an_open_transaction_is_not() throws Exception {
        try (BrokerProcess killed = BrokerProcess.start(directory);
                KafkaProducer<String, String> producer =
                        Records.transactionalProducer(killed.bootstrapServers(), "writer")) {
            Records.createTopic(killed.bootstrapServers(), TOPIC);
            Records.commit(producer, TOPIC, "committed");
            producer.beginTransaction();
            Records.send(producer, TOPIC, "open at the crash");
            killed.kill();
            producer.close(Duration.ZERO);
        }

        try (DataDirectory unlocked = DataDirectory.open(directory);
                EmbeddedKafka kafka = start(0);
                KafkaProducer<String, String> successor =
                        Records.transactionalProducer(kafka.bootstrapServers(), "writer")) {
            Records.commit(successor, TOPIC, "after");
            assertThat(unlocked.kafka()).exists();
            assertThat(Records.committed(kafka.bootstrapServers(), TOPIC, 2)).containsExactly("committed", "after");
        }
    }

    @Test
    void a_taken_port_is_named_before_anything_is_written() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("--kafka-port");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void the_port_is_free_again_after_a_start_that_failed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Path notADirectory = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedKafka.start(port, notADirectory, Map.of(), fault -> {}))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(notADirectory.toString());

        try (EmbeddedKafka kafka = start(port)) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
        }
    }
}
