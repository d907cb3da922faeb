package io.bedrockmeter.metering.request;

import java.util.Arrays;

/** Collects the hashes of the reference keys that one decision looked up. */
final class Consulted {

    private int[] hashes = new int[4];
    private int count;

    void add(String referenceKey) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count++] = referenceKey.hashCode();
    }

    int[] hashes() {
        return Arrays.copyOf(hashes, count);
    }
}
