package io.bedrockmeter.standalone.kafka;

import java.util.Map;

/** A broker that tests run against; where it runs is nothing they need to know. Closed at the end of the test run. */
interface TestBroker extends AutoCloseable {

    /** System property that chooses. */
    String WHERE = "tests.kafka";

    String bootstrapServers();

    @Override
    void close();

    /**
     * The broker that the system property {@value #WHERE} asks for: {@code container} or {@code embedded}. Without it, or with
     * {@code auto}, a container where there are an engine and the image, else a broker in this process.
     */
    static TestBroker start() {
        String where = System.getProperty(WHERE, "auto");
        return switch (where) {
            case "embedded" -> embedded();
            case "container" -> ContainerBroker.start(Engine.kafkaImage());
            case "auto" -> Engine.hasKafkaImage() ? ContainerBroker.start(Engine.kafkaImage()) : embedded();
            default ->
                throw new IllegalArgumentException(
                        WHERE + ": found '" + where + "', expected auto, embedded or container");
        };
    }

    /** A broker in this process, with a directory that goes with it. */
    static TestBroker embedded() {
        DataDirectory directory = DataDirectory.temporary();
        EmbeddedKafka kafka = EmbeddedKafka.start(0, directory.kafka(), Map.of(), fault -> {
            throw new AssertionError("the embedded broker failed: " + fault);
        });
        return new TestBroker() {
            @Override
            public String bootstrapServers() {
                return kafka.bootstrapServers();
            }

            @Override
            public void close() {
                kafka.close();
                directory.close();
            }
        };
    }
}
