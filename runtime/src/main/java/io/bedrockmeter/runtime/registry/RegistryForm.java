package io.bedrockmeter.runtime.registry;

import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two wire forms of our topics and the way from one to the other: single-object encoding ({@code C3 01}, fingerprint)
 * and Confluent wire format ({@code 00}, four bytes of schema id). The body is the same. Schemas, current and released ones,
 * are registered when this is made, so no record of ours needs the registry afterwards; ids of others are asked for once.
 * Thread-safe.
 */
public final class RegistryForm {

    /** Client property: URL of the registry's Confluent interface. */
    public static final String URL = "schema.registry.url";

    /** Client property: {@code user:password} for the registry. */
    public static final String USER_INFO = "basic.auth.user.info";

    private static final Logger LOG = LoggerFactory.getLogger(RegistryForm.class);

    private static final byte MAGIC = 0;
    private static final int ID_BYTES = 1 + Integer.BYTES;
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(30);

    /** One per registry and prefix in a process: ids never change, and clients are many. */
    private static final Map<Source, RegistryForm> FORMS = new ConcurrentHashMap<>();

    private record Source(String url, Optional<String> userInfo, String topicPrefix) {}

    private final SchemaRegistry registry;

    /** By topic: what to write instead of the header of each schema that its records may have been written with. */
    private final Map<String, List<Exchange>> written = new HashMap<>();

    private final Map<Integer, byte[]> headers = new ConcurrentHashMap<>();
    private final Map<Integer, Long> unknown = new ConcurrentHashMap<>();

    private record Exchange(byte[] header, byte[] id) {}

    RegistryForm(SchemaRegistry registry, String topicPrefix) {
        this.registry = registry;
        for (Topic<?> topic : Topics.all()) {
            register(topic, topic.name(topicPrefix));
        }
    }

    /**
     * The form of a registry, with every schema of every topic registered under the subject {@code TOPIC-value}; where a
     * topic has records of several types, those of the others under {@code TOPIC-RECORD}.
     *
     * @param properties of clients, with {@link #URL}
     * @throws RegistryException when the registry cannot be reached or refuses a schema
     */
    public static RegistryForm of(Map<String, String> properties, String topicPrefix) {
        Source source = new Source(
                properties.getOrDefault(URL, ""), Optional.ofNullable(properties.get(USER_INFO)), topicPrefix);
        return FORMS.computeIfAbsent(source, wanted -> {
            RegistryForm form = new RegistryForm(new SchemaRegistry(wanted.url, wanted.userInfo), topicPrefix);
            LOG.atInfo().addKeyValue("url", wanted.url).log("schemas registered");
            return form;
        });
    }

    private void register(Topic<?> topic, String name) {
        List<Exchange> exchanges = new ArrayList<>();
        List<List<Schema>> types = topic.codec().writers();
        for (List<Schema> writers : types) {
            boolean first = writers.equals(types.get(0));
            String subject =
                    first ? name + "-value" : name + "-" + writers.get(0).getFullName();
            writers.forEach(schema -> exchanges.add(0, register(subject, schema)));
        }
        written.put(name, List.copyOf(exchanges));
    }

    private Exchange register(String subject, Schema schema) {
        int id = registry.register(subject, schema);
        byte[] header = RecordCodec.header(schema);
        headers.put(id, header);
        return new Exchange(
                header, ByteBuffer.allocate(ID_BYTES).put(MAGIC).putInt(id).array());
    }

    /** A value as it travels: in Confluent wire format where it is a record of one of our topics. */
    byte[] toWire(String topic, byte[] value) {
        for (Exchange exchange : written.getOrDefault(topic, List.of())) {
            if (startsWith(value, exchange.header)) {
                return exchanged(exchange.id, value, RecordCodec.HEADER_BYTES);
            }
        }
        return value;
    }

    /** Whether {@link #fromWire} would change a value. */
    boolean isForeign(String topic, byte @Nullable [] value) {
        return value != null && value.length >= ID_BYTES && value[0] == MAGIC && written.containsKey(topic);
    }

    /** A value as our codecs know it; unchanged when the schema of its id cannot be found out. */
    byte[] fromWire(byte[] value) {
        int id = ByteBuffer.wrap(value).getInt(1);
        byte[] header = headers.get(id);
        if (header == null) {
            header = ask(id);
        }
        return header == null ? value : exchanged(header, value, ID_BYTES);
    }

    private byte @Nullable [] ask(int id) {
        long now = System.nanoTime();
        Long asked = unknown.get(id);
        if (asked != null && now - asked < ASK_AGAIN_AFTER.toNanos()) {
            return null;
        }
        try {
            Optional<byte[]> header = registry.schema(id).map(RecordCodec::header);
            header.ifPresentOrElse(known -> headers.put(id, known), () -> unknown.put(id, now));
            return header.orElse(null);
        } catch (RegistryException e) {
            unknown.put(id, now);
            LOG.atWarn()
                    .addKeyValue("schemaId", id)
                    .addKeyValue("reason", e.getMessage())
                    .log("a record's schema cannot be found out");
            return null;
        }
    }

    private static boolean startsWith(byte[] value, byte[] header) {
        return value.length >= header.length && Arrays.equals(value, 0, header.length, header, 0, header.length);
    }

    private static byte[] exchanged(byte[] start, byte[] value, int from) {
        byte[] result = Arrays.copyOf(start, start.length + value.length - from);
        System.arraycopy(value, from, result, start.length, value.length - from);
        return result;
    }
}
