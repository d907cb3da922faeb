package io.bedrockmeter.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Finds fields at the top of a JSON object while its bytes pass by. Only the values that are wanted are kept, each up to its
 * own limit, until they have been told; everything else, prompts and answers above all, is looked at byte by byte and
 * forgotten. Same names further inside do not count. Text that is no JSON finds nothing. Not thread-safe.
 */
final class FieldScanner {

    private static final int LONGEST_NAME = 64;

    private final Map<String, Integer> limits;
    private final Found found;
    private final byte[] name = new byte[LONGEST_NAME];
    private int nameLength;
    private byte[] value = new byte[0];
    private int valueLength;
    private int valueLimit;
    private String capturing = "";
    private int depth;
    private boolean inText;
    private boolean escaped;
    private boolean nameExpected;
    private boolean inName;
    private boolean closed;

    /** Is told each wanted field. */
    @FunctionalInterface
    interface Found {

        /** @param json the value as JSON, valid during the call only */
        void field(String name, byte[] json, int length);
    }

    /** @param limits longest value in bytes, by name of the wanted field; longer values are passed over */
    FieldScanner(Map<String, Integer> limits, Found found) {
        this.limits = limits;
        this.found = found;
    }

    /** Whether the object is complete. */
    boolean closed() {
        return closed;
    }

    /** Looks at bytes; the buffer's position stays. */
    void accept(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit() && !closed; i++) {
            byte b = bytes.get(i);
            if (inText) {
                text(b);
            } else {
                structure(b);
            }
        }
    }

    private void text(byte b) {
        keep(b);
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inText = false;
            inName = false;
            return;
        }
        if (inName) {
            if (nameLength < LONGEST_NAME) {
                name[nameLength] = b;
            }
            nameLength++;
        }
    }

    private void structure(byte b) {
        switch (b) {
            case '"' -> {
                inText = true;
                inName = depth == 1 && nameExpected;
                nameLength = inName ? 0 : nameLength;
                keep(b);
            }
            case '{', '[' -> {
                depth++;
                if (depth == 1) {
                    nameExpected = b == '{';
                } else {
                    keep(b);
                }
            }
            case '}', ']' -> close(b);
            case ',' -> {
                if (depth == 1) {
                    tell();
                    nameExpected = true;
                } else {
                    keep(b);
                }
            }
            case ':' -> {
                if (depth == 1 && nameExpected) {
                    nameExpected = false;
                    begin();
                } else {
                    keep(b);
                }
            }
            default -> keep(b);
        }
    }

    private void close(byte b) {
        depth--;
        if (depth > 0) {
            keep(b);
        } else {
            tell();
            closed = true;
        }
    }

    private void begin() {
        if (nameLength <= LONGEST_NAME) {
            String read = new String(name, 0, nameLength, StandardCharsets.UTF_8);
            Integer limit = limits.get(read);
            if (limit != null) {
                capturing = read;
                valueLimit = limit;
                valueLength = 0;
            }
        }
    }

    private void keep(byte b) {
        if (capturing.isEmpty()) {
            return;
        }
        if (valueLength == valueLimit) {
            capturing = "";
            return;
        }
        if (valueLength == value.length) {
            value = Arrays.copyOf(value, Math.min(valueLimit, Math.max(256, 2 * value.length)));
        }
        value[valueLength++] = b;
    }

    private void tell() {
        if (!capturing.isEmpty()) {
            String complete = capturing;
            capturing = "";
            found.field(complete, value, valueLength);
        }
    }
}
