package io.bedrockmeter.metering.query;

import java.util.Arrays;
import java.util.List;

/** What tells one group from another: window and values. A class, for its hash is computed once per row. */
public final class GroupKey implements Comparable<GroupKey> {

    /** The window start where windows are not told apart. */
    public static final long NO_WINDOW = Long.MIN_VALUE;

    private final long windowStartMs;
    private final String[] values;
    private final int hash;

    private GroupKey(long windowStartMs, String[] values) {
        this.windowStartMs = windowStartMs;
        this.values = values;
        this.hash = 31 * Long.hashCode(windowStartMs) + Arrays.hashCode(values);
    }

    /** Of an array that nobody changes afterwards. */
    static GroupKey owning(long windowStartMs, String[] values) {
        return new GroupKey(windowStartMs, values);
    }

    public static GroupKey of(long windowStartMs, List<String> values) {
        return new GroupKey(windowStartMs, values.toArray(String[]::new));
    }

    /** Start of the window in milliseconds since the epoch, or {@link #NO_WINDOW}. */
    public long windowStartMs() {
        return windowStartMs;
    }

    /** Whether it is of one window. */
    public boolean hasWindow() {
        return windowStartMs != NO_WINDOW;
    }

    /** The value of each thing grouped by, in that order. */
    public List<String> values() {
        return List.of(values);
    }

    /** The same values in another window. */
    public GroupKey in(long newWindowStartMs) {
        return new GroupKey(newWindowStartMs, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupKey key
                && hash == key.hash
                && windowStartMs == key.windowStartMs
                && Arrays.equals(values, key.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** By window, then value by value. */
    @Override
    public int compareTo(GroupKey other) {
        int order = Long.compare(windowStartMs, other.windowStartMs);
        return order != 0 ? order : Arrays.compare(values, other.values);
    }

    @Override
    public String toString() {
        return (hasWindow() ? windowStartMs + " " : "") + Arrays.toString(values);
    }
}
