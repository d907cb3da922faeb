package io.bedrockmeter.standalone.kafka;

import java.util.Map;

/** A broker that tests run against; where it runs is nothing they need to know. Closed at the end of the test run. */
interface TestBroker extends AutoCloseable {

    String bootstrapServers();

    @Override
    void close();

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
