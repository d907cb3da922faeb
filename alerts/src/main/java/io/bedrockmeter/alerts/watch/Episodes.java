package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Which windows of one value were anomalous. Anomalous windows close to each other are one episode: its first window that is
 * found is told, the others are not, and that it is over is told once. A marked window is never judged again, so whatever
 * corrections do, there is at most one alert of each kind per window.
 *
 * @param windows marks by start of the window
 */
public record Episodes(SortedMap<Instant, Mark> windows) {

    /** What was done about an anomalous window. */
    public enum Mark {
        /** Told. */
        RAISED,
        /** Told, and told to be over. */
        OVER,
        /** Close to another one: not told. */
        CONTINUED,
        /** Began before anybody watched: not told. */
        SILENCED
    }

    /** What is known of a window when it is found to be anomalous. */
    public enum Known {
        /** It was told, and told to be over, before the state was lost. */
        TOLD_OVER,
        /** It was told before the state was lost. */
        TOLD,
        /** Never told, and watched from its start. */
        NEW,
        /** Began before anybody watched. */
        BEFORE
    }

    public static final Episodes NONE = new Episodes(new TreeMap<>());

    private static final Mark[] MARKS = Mark.values();

    /** Whether the window is marked, so that nothing more is to be found out about it. */
    public boolean isMarked(Instant start) {
        return windows.containsKey(start);
    }

    /** The mark of a window that is found to be anomalous. */
    public Mark markOf(Instant start, Duration reach, Known known) {
        if (known == Known.TOLD || known == Known.TOLD_OVER) {
            return known == Known.TOLD ? Mark.RAISED : Mark.OVER;
        }
        if (!windows.subMap(start.minus(reach), start.plus(reach).plusMillis(1)).isEmpty()) {
            return Mark.CONTINUED;
        }
        return known == Known.NEW ? Mark.RAISED : Mark.SILENCED;
    }

    public Episodes with(Instant start, Mark mark) {
        SortedMap<Instant, Mark> next = new TreeMap<>(windows);
        next.put(start, mark);
        return new Episodes(next);
    }

    /**
     * The told windows whose episode is over.
     *
     * @param calmAfter when it is certain that nothing follows a window
     */
    public List<Instant> over(Duration reach, UnaryOperator<Instant> calmAfter, Instant now) {
        List<Instant> over = new ArrayList<>();
        windows.forEach((start, mark) -> {
            if (mark == Mark.RAISED && !calmAfter.apply(lastOf(start, reach)).isAfter(now)) {
                over.add(start);
            }
        });
        return over;
    }

    /** Whether an episode is told and not yet told to be over. */
    public boolean isOpen() {
        return windows.containsValue(Mark.RAISED);
    }

    /** Without what started before {@code floor} and needs nothing more. */
    public Episodes since(Instant floor) {
        if (windows.isEmpty() || !windows.firstKey().isBefore(floor)) {
            return this;
        }
        SortedMap<Instant, Mark> next = new TreeMap<>(windows);
        next.entrySet().removeIf(entry -> entry.getKey().isBefore(floor) && entry.getValue() != Mark.RAISED);
        return new Episodes(next);
    }

    private Instant lastOf(Instant start, Duration reach) {
        Instant last = start;
        for (Instant next : windows.tailMap(start).keySet()) {
            if (next.isAfter(last.plus(reach))) {
                break;
            }
            last = next;
        }
        return last;
    }

    public byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        out.writeArray(windows.entrySet(), (to, entry) -> {
            to.writeInstant(entry.getKey());
            to.writeEnum(entry.getValue());
        });
        return out.toBytes();
    }

    public static Episodes of(byte[] bytes) {
        SortedMap<Instant, Mark> windows = new TreeMap<>();
        new AvroReader(bytes, 0, bytes.length)
                .readArray(in -> Map.entry(in.readInstant(), in.readEnum(MARKS)))
                .forEach(entry -> windows.put(entry.getKey(), entry.getValue()));
        return new Episodes(windows);
    }
}
