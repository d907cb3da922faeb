package io.bedrockmeter.bench.loop;

import java.util.Arrays;

/** Numbers the distinct longs it is shown, from 0. Open addressing, no objects per entry. */
final class LongIndex {

    private static final int INITIAL_SLOTS = 1 << 12;
    private static final int FREE = -1;

    private long[] keys = new long[INITIAL_SLOTS];
    private int[] numbers = new int[INITIAL_SLOTS];
    private long[] byNumber = new long[INITIAL_SLOTS / 2];
    private int size;

    LongIndex() {
        Arrays.fill(numbers, FREE);
    }

    int size() {
        return size;
    }

    long key(int number) {
        return byNumber[number];
    }

    /** The number of a key; {@link #size()} before the call when it is new. */
    int number(long key) {
        int mask = keys.length - 1;
        int slot = mix(key) & mask;
        while (numbers[slot] != FREE) {
            if (keys[slot] == key) {
                return numbers[slot];
            }
            slot = (slot + 1) & mask;
        }
        if (size == byNumber.length) {
            grow();
            return number(key);
        }
        keys[slot] = key;
        numbers[slot] = size;
        byNumber[size] = key;
        return size++;
    }

    void clear() {
        Arrays.fill(numbers, FREE);
        size = 0;
    }

    private void grow() {
        long[] known = Arrays.copyOf(byNumber, size);
        keys = new long[keys.length * 2];
        numbers = new int[keys.length];
        byNumber = new long[keys.length / 2];
        clear();
        for (long key : known) {
            number(key);
        }
    }

    private static int mix(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ mixed >>> 32);
    }
}
