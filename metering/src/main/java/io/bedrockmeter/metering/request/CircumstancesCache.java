package io.bedrockmeter.metering.request;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Circumstances met lately, by what a record and the claims about it say, and by how long ago the reference data in force
 * then began to hold. Forgets everything when reference data changes. Not thread-safe.
 */
final class CircumstancesCache {

    /** About two kilobytes each. */
    private static final int MAX_REMEMBERED = 20_000;

    private final References references;
    private final Map<Key, Circumstances> known = new HashMap<>();
    private long version = -1;

    CircumstancesCache(References references) {
        this.references = references;
    }

    /** Bytes to look up by, with their hash worked out once. */
    private record Key(byte[] said, int era, int hash) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && hash == key.hash && era == key.era && Arrays.equals(said, key.said);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * The circumstances of a call.
     *
     * @param said everything of the record and of the claims that decides about them
     * @param timeMs time of the call
     * @param decide works them out from the reference data of now
     */
    Circumstances get(byte[] said, long timeMs, Supplier<Circumstances> decide) {
        long current = references.version();
        if (current != version) {
            known.clear();
            version = current;
        }
        int era = references.era(timeMs);
        Key key = new Key(said, era, 31 * Arrays.hashCode(said) + era);
        Circumstances met = known.get(key);
        if (met == null) {
            if (known.size() >= MAX_REMEMBERED) {
                known.clear();
            }
            met = decide.get();
            known.put(key, met);
        }
        return met;
    }
}
