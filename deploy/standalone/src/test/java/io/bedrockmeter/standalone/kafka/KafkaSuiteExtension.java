package io.bedrockmeter.standalone.kafka;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves {@code KafkaSettings} parameters; the broker starts when the first class asks for it. */
final class KafkaSuiteExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(KafkaSuiteExtension.class);
    private static final AtomicInteger SUITES = new AtomicInteger();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaSettings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store run = context.getRoot().getStore(NAMESPACE);
        TestBroker broker = run.computeIfAbsent(TestBroker.class, key -> TestBroker.start(), TestBroker.class);
        Class<?> suite = context.getRequiredTestClass();
        String prefix = run.computeIfAbsent(suite, key -> prefix(suite), String.class);
        return new KafkaSettings(broker.bootstrapServers(), prefix, 2, (short) 1, Map.of());
    }

    private static String prefix(Class<?> suite) {
        return suite.getSimpleName().toLowerCase(Locale.ROOT) + "-" + SUITES.incrementAndGet() + ".";
    }
}
