package io.bedrockmeter.standalone.kafka;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a Kafka broker: a parameter of type {@code KafkaSettings}, in a constructor or a method, points to
 * one broker that all test classes of the process share, with a topic prefix of the class's own. Where the broker runs is
 * {@link TestBroker}'s choice.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaSuiteExtension.class)
public @interface KafkaSuite {}
