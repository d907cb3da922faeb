package io.bedrockmeter.standalone.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The container engine of this machine, if there is one, as its command line sees it. */
public final class Engine {

    private static final String KAFKA_IMAGE = "bedrock-meter-kafka:latest";
    private static final Path SOCKET = Path.of("/var/run/docker.sock");

    private Engine() {}

    /** The image of a broker: the system property {@code tests.kafka.image}, else what deploy/image builds. */
    static String kafkaImage() {
        return System.getProperty("tests.kafka.image", KAFKA_IMAGE);
    }

    /** Whether there are an engine and the image. The image is not fetched: without a registry that fails late. */
    static boolean hasKafkaImage() {
        return isThere() && succeeds("docker", "image", "inspect", kafkaImage());
    }

    /** Whether tests may use it: not where the system property {@value TestBroker#WHERE} says {@code embedded}. */
    public static boolean isWanted() {
        return !System.getProperty(TestBroker.WHERE, "auto").equals("embedded");
    }

    /** Whether there is an engine that answers. */
    public static boolean isThere() {
        return (System.getenv("DOCKER_HOST") != null || Files.exists(SOCKET)) && succeeds("docker", "version");
    }

    /** Whether a command can be run and ends with 0. */
    public static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
