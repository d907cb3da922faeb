package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads Avro binary from a byte array. Every length is checked against the bytes that are left before anything is
 * allocated. All methods throw {@link UndecodableException} on damaged input.
 */
public final class AvroReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    public AvroReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /** Offset of the next byte to be read. */
    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public boolean readBoolean() {
        byte value = next();
        if (value != 0 && value != 1) {
            throw new UndecodableException("boolean byte is " + value);
        }
        return value == 1;
    }

    public int readInt() {
        long value = readLong();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new UndecodableException("int out of range: " + value);
        }
        return (int) value;
    }

    public long readLong() {
        long zigzag = 0;
        int shift = 0;
        while (true) {
            byte part = next();
            zigzag |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
            shift += 7;
            if (shift > 63) {
                throw new UndecodableException("number longer than ten bytes");
            }
        }
    }

    public byte[] readBytes() {
        int count = readCount();
        byte[] value = new byte[count];
        System.arraycopy(bytes, position, value, 0, count);
        position += count;
        return value;
    }

    public String readString() {
        int count = readCount();
        String value = new String(bytes, position, count, StandardCharsets.UTF_8);
        position += count;
        return value;
    }

    /** Steps over a string without looking at it; returns its length in bytes. */
    public int skipString() {
        int count = readCount();
        position += count;
        return count;
    }

    /** Steps over a map of strings. */
    public void skipStringMap() {
        for (long items = readBlock(); items != 0; items = readBlock()) {
            for (long i = 0; i < items; i++) {
                skipString();
                skipString();
            }
        }
    }

    public <E> E readEnum(E[] values) {
        long ordinal = readLong();
        if (ordinal < 0 || ordinal >= values.length) {
            throw new UndecodableException("enum symbol " + ordinal + " of " + values.length);
        }
        return values[(int) ordinal];
    }

    public Instant readInstant() {
        return Instant.ofEpochMilli(readLong());
    }

    public Money readMoney() {
        return Money.ofPicos(readDecimal());
    }

    public BigInteger readDecimal() {
        byte[] value = readBytes();
        if (value.length == 0) {
            throw new UndecodableException("decimal without bytes");
        }
        return new BigInteger(value);
    }

    /** A map of strings in the order in which it was written. */
    public Map<String, String> readStringMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (long items = readBlock(); items != 0; items = readBlock()) {
            for (long i = 0; i < items; i++) {
                String key = readString();
                map.put(key, readString());
            }
        }
        return map;
    }

    public <T> List<T> readArray(Function<AvroReader, T> item) {
        List<T> list = new ArrayList<>();
        for (long items = readBlock(); items != 0; items = readBlock()) {
            for (long i = 0; i < items; i++) {
                list.add(item.apply(this));
            }
        }
        return list;
    }

    /** The branch of a union with {@code branches} branches. */
    public int readBranch(int branches) {
        long index = readLong();
        if (index < 0 || index >= branches) {
            throw new UndecodableException("union branch " + index + " of " + branches);
        }
        return (int) index;
    }

    private long readBlock() {
        long items = readLong();
        if (items < 0) {
            readLong();
            items = -items;
        }
        if (items < 0 || items > remaining()) {
            throw new UndecodableException("block of " + items + " items in " + remaining() + " bytes");
        }
        return items;
    }

    private int readCount() {
        long count = readLong();
        if (count < 0 || count > remaining()) {
            throw new UndecodableException("length " + count + " with " + remaining() + " bytes left");
        }
        return (int) count;
    }

    private byte next() {
        if (position >= end) {
            throw new UndecodableException("record ends too early");
        }
        return bytes[position++];
    }
}
