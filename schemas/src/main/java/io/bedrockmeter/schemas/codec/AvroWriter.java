package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Writes Avro binary (Avro specification 1.12, "Binary encoding") into a growing buffer. Not thread-safe; reusable. */
public final class AvroWriter {

    private static final int INITIAL_CAPACITY = 512;

    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int length;

    /** Forgets what was written, keeps the buffer. */
    public AvroWriter reset() {
        length = 0;
        return this;
    }

    /** A copy of what was written since the last reset. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** Bytes as they are, without a length. */
    public void writeFixed(byte[] bytes) {
        writeFixed(bytes, 0, bytes.length);
    }

    public void writeFixed(byte[] bytes, int offset, int count) {
        ensure(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    public void writeBoolean(boolean value) {
        ensure(1);
        buffer[length++] = (byte) (value ? 1 : 0);
    }

    public void writeInt(int value) {
        writeLong(value);
    }

    public void writeLong(long value) {
        ensure(10);
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            buffer[length++] = (byte) ((zigzag & 0x7F) | 0x80);
            zigzag >>>= 7;
        }
        buffer[length++] = (byte) zigzag;
    }

    public void writeBytes(byte[] bytes) {
        writeLong(bytes.length);
        writeFixed(bytes);
    }

    public void writeString(String value) {
        int chars = value.length();
        ensure(chars + 10);
        if (isAscii(value)) {
            writeLong(chars);
            ensure(chars);
            for (int i = 0; i < chars; i++) {
                buffer[length++] = (byte) value.charAt(i);
            }
        } else {
            writeBytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    public void writeEnum(Enum<?> value) {
        writeLong(value.ordinal());
    }

    /** Logical type timestamp-millis. */
    public void writeInstant(Instant value) {
        writeLong(value.toEpochMilli());
    }

    /** Logical type decimal with scale 12, on bytes. */
    public void writeMoney(Money value) {
        writeDecimal(value.picos());
    }

    /** The unscaled value of a decimal, as two's complement big-endian bytes. */
    public void writeDecimal(BigInteger unscaled) {
        writeBytes(unscaled.toByteArray());
    }

    /** The unscaled value of a decimal that fits 64 bits, as {@link #writeDecimal(BigInteger)} writes it. */
    public void writeDecimal(long unscaled) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(unscaled < 0 ? ~unscaled : unscaled);
        int count = bits / Byte.SIZE + 1;
        writeLong(count);
        ensure(count);
        for (int i = count - 1; i >= 0; i--) {
            buffer[length++] = (byte) (unscaled >> (i * Byte.SIZE));
        }
    }

    /** A map of strings in key order, so that equal maps have equal bytes. */
    public void writeStringMap(Map<String, String> map) {
        if (!map.isEmpty()) {
            writeLong(map.size());
            for (Map.Entry<String, String> entry : (map.size() == 1 ? map : new TreeMap<>(map)).entrySet()) {
                writeString(entry.getKey());
                writeString(entry.getValue());
            }
        }
        writeLong(0);
    }

    public <T> void writeArray(Collection<T> items, BiConsumer<AvroWriter, T> item) {
        if (!items.isEmpty()) {
            writeLong(items.size());
            for (T each : items) {
                item.accept(this, each);
            }
        }
        writeLong(0);
    }

    /** The branch of a union. */
    public void writeBranch(int index) {
        writeLong(index);
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
