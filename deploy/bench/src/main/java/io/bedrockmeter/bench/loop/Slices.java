package io.bedrockmeter.bench.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers the distinct pieces of bytes it is shown, from 0, without copying those it knows. */
final class Slices {

    private static final int INITIAL_SLOTS = 1 << 12;

    private final List<byte[]> byNumber = new ArrayList<>();
    private int[] slots = new int[INITIAL_SLOTS];

    int size() {
        return byNumber.size();
    }

    byte[] get(int number) {
        return byNumber.get(number);
    }

    int number(byte[] bytes, int from, int to) {
        int mask = slots.length - 1;
        int slot = hash(bytes, from, to) & mask;
        while (slots[slot] != 0) {
            byte[] known = byNumber.get(slots[slot] - 1);
            if (Arrays.equals(known, 0, known.length, bytes, from, to)) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        byNumber.add(Arrays.copyOfRange(bytes, from, to));
        slots[slot] = byNumber.size();
        if (byNumber.size() * 2 > slots.length) {
            grow();
        }
        return byNumber.size() - 1;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int number = 0; number < byNumber.size(); number++) {
            byte[] known = byNumber.get(number);
            int slot = hash(known, 0, known.length) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number + 1;
        }
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
