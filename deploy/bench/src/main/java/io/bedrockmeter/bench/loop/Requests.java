package io.bedrockmeter.bench.loop;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Everything remembered of every request, in arrays. Request ids are UUIDs. */
final class Requests {

    static final int NONE = -1;

    private static final int INITIAL_SLOTS = 1 << 16;
    private static final int STATE_BYTES = 2 * Long.BYTES + 7 * Integer.BYTES;
    private static final int UUID_LENGTH = 36;

    private long[] high = new long[INITIAL_SLOTS];
    private long[] low = new long[INITIAL_SLOTS];
    private int[] slots = new int[INITIAL_SLOTS * 2];
    private int size;

    long[] timeMs = new long[INITIAL_SLOTS];
    long[] tagTimeMs = new long[INITIAL_SLOTS];
    int[] caller = new int[INITIAL_SLOTS];
    int[] tags = new int[INITIAL_SLOTS];
    int[] input = new int[INITIAL_SLOTS];
    int[] output = new int[INITIAL_SLOTS];
    int[] cacheRead = new int[INITIAL_SLOTS];
    int[] revision = new int[INITIAL_SLOTS];

    int size() {
        return size;
    }

    /** Where a request is; a new one has neither a call nor tags. */
    int find(byte[] uuid) {
        long idHigh = hex(uuid, 0);
        long idLow = hex(uuid, UUID_LENGTH / 2);
        int mask = slots.length - 1;
        int slot = (int) (idHigh ^ idLow >>> 17) & mask;
        while (slots[slot] != 0) {
            int at = slots[slot] - 1;
            if (high[at] == idHigh && low[at] == idLow) {
                return at;
            }
            slot = (slot + 1) & mask;
        }
        if (size == high.length) {
            grow();
            return find(uuid);
        }
        slots[slot] = size + 1;
        high[size] = idHigh;
        low[size] = idLow;
        caller[size] = NONE;
        tags[size] = NONE;
        return size++;
    }

    /** The state of a request as it goes to the changelog. */
    byte[] state(int at) {
        return ByteBuffer.allocate(STATE_BYTES)
                .putLong(timeMs[at])
                .putLong(tagTimeMs[at])
                .putInt(caller[at])
                .putInt(tags[at])
                .putInt(input[at])
                .putInt(output[at])
                .putInt(cacheRead[at])
                .putInt(revision[at])
                .array();
    }

    private void grow() {
        int length = size * 2;
        high = Arrays.copyOf(high, length);
        low = Arrays.copyOf(low, length);
        timeMs = Arrays.copyOf(timeMs, length);
        tagTimeMs = Arrays.copyOf(tagTimeMs, length);
        caller = Arrays.copyOf(caller, length);
        tags = Arrays.copyOf(tags, length);
        input = Arrays.copyOf(input, length);
        output = Arrays.copyOf(output, length);
        cacheRead = Arrays.copyOf(cacheRead, length);
        revision = Arrays.copyOf(revision, length);
        slots = new int[length * 2];
        int mask = slots.length - 1;
        for (int at = 0; at < size; at++) {
            int slot = (int) (high[at] ^ low[at] >>> 17) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = at + 1;
        }
    }

    /** Sixteen hexadecimal digits of a UUID's text, dashes skipped. */
    private static long hex(byte[] uuid, int from) {
        long value = 0;
        for (int i = from; i < from + UUID_LENGTH / 2; i++) {
            byte digit = uuid[i];
            if (digit != '-') {
                value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
            }
        }
        return value;
    }
}
