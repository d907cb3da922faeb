package io.bedrockmeter.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Damages JSON where it hurts: values of other types and extremes in their places, fields gone, doubled, renamed, nested. */
final class JsonMutations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "",
        " ",
        "\u0000",
        "\ud800",
        "é\u202e😀",
        "9999-12-31T23:59:59Z",
        "2026-02-30T00:00:00Z",
        "1e9",
        "-1",
        "null",
        "arn:aws:bedrock:us-east-1::foundation-model/",
        "../../etc",
        "${jndi:x}",
        "x".repeat(3_000)
    };

    private final Random random;

    JsonMutations(Random random) {
        this.random = random;
    }

    /** A damaged copy as bytes; sometimes no JSON any more. */
    byte[] mutate(byte[] document) {
        JsonNode tree;
        try {
            tree = JSON.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            change(tree);
        }
        byte[] bytes = write(tree);
        return random.nextInt(3) == 0 ? damage(bytes) : bytes;
    }

    private byte[] write(JsonNode tree) {
        try {
            String text = random.nextInt(4) == 0
                    ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree)
                    : JSON.writeValueAsString(tree);
            if (random.nextInt(10) == 0) {
                // A key twice, which no tree can hold.
                text = text.replaceFirst("\"(\\w+)\":", "\"$1\":1,\"$1\":");
            }
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void change(JsonNode tree) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        if (containers.isEmpty()) {
            return;
        }
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
            Map.Entry<String, JsonNode> field = fields.get(random.nextInt(fields.size()));
            switch (random.nextInt(5)) {
                case 0 -> object.remove(field.getKey());
                case 1 -> object.set(field.getKey() + "x", field.getValue());
                case 2 -> object.set(field.getKey(), NODES.arrayNode().add(field.getValue()));
                default -> object.set(field.getKey(), value());
            }
        } else if (container instanceof ArrayNode array) {
            switch (random.nextInt(3)) {
                case 0 -> array.removeAll();
                case 1 -> array.insert(0, value());
                default -> {
                    for (int i = random.nextInt(200); i > 0; i--) {
                        array.add(value());
                    }
                }
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(BigInteger.TEN.pow(random.nextInt(60)));
            case 4 -> NODES.numberNode(BigDecimal.ONE.movePointRight(random.nextInt(600) - 300));
            case 5 -> NODES.numberNode(-random.nextInt(5));
            case 6 -> nested();
            case 7 -> NODES.objectNode().put("usage", random.nextInt());
            default -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
        };
    }

    private JsonNode nested() {
        JsonNode inside = NODES.numberNode(1);
        for (int depth = random.nextInt(200); depth > 0; depth--) {
            inside = random.nextBoolean()
                    ? NODES.arrayNode().add(inside)
                    : NODES.objectNode().set("n", inside);
        }
        return inside;
    }

    /** Cuts, overwrites or repeats bytes. */
    byte[] damage(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                byte[] changed = bytes.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            default -> {
                int length = Math.min(bytes.length - at, random.nextInt(100));
                byte[] doubled = Arrays.copyOf(bytes, bytes.length + length);
                System.arraycopy(bytes, at, doubled, at + length, bytes.length - at);
                yield doubled;
            }
        };
    }
}
