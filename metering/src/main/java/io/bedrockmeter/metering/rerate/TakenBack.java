package io.bedrockmeter.metering.rerate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A set of (request, revision), each as the first 128 bits of its SHA-256: 32 to 64 bytes per element whatever the length of
 * request ids, at most {@value #MOST} elements in 512 MiB, half as much
 * again while it grows. Not thread-safe.
 */
final class TakenBack {

    /** Most elements. */
    static final int MOST = 1 << 23;

    private static final int INITIAL_SLOTS = 1 << 10;

    private final MessageDigest sha256 = sha256();
    private final int most;
    private long[] slots = new long[2 * INITIAL_SLOTS];
    private int count;

    TakenBack() {
        this(MOST);
    }

    TakenBack(int most) {
        this.most = most;
    }

    void add(String requestId, int revision) {
        ByteBuffer hash = hash(requestId, revision);
        if (put(slots, hash.getLong(0), hash.getLong(Long.BYTES))) {
            count++;
            if (count > most) {
                throw new RangeTooLargeException(most);
            }
            // At most half full, counted in pairs of longs.
            if (count * 4L >= slots.length) {
                grow();
            }
        }
    }

    boolean contains(String requestId, int revision) {
        ByteBuffer hash = hash(requestId, revision);
        long high = hash.getLong(0);
        long low = hash.getLong(Long.BYTES);
        int at = find(slots, high, low);
        return slots[at] == high && slots[at + 1] == low;
    }

    /** The slot of a pair, or the empty one where it would go. A pair of zeros stands for empty. */
    private static int find(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int slot = (int) high & mask;
        while ((slots[2 * slot] != 0 || slots[2 * slot + 1] != 0)
                && (slots[2 * slot] != high || slots[2 * slot + 1] != low)) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }

    private static boolean put(long[] slots, long high, long low) {
        int at = find(slots, high, low);
        if (slots[at] == high && slots[at + 1] == low) {
            return false;
        }
        slots[at] = high;
        slots[at + 1] = low;
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at] != 0 || slots[at + 1] != 0) {
                put(larger, slots[at], slots[at + 1]);
            }
        }
        slots = larger;
    }

    private ByteBuffer hash(String requestId, int revision) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(revision).flip());
        return ByteBuffer.wrap(Arrays.copyOf(sha256.digest(requestId.getBytes(StandardCharsets.UTF_8)), 16));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
