package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.ActiveHours;
import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import java.time.Instant;

/**
 * What is remembered of a source, or of all usage together.
 *
 * @param firstSeen when it was first heard of
 * @param alive whether it has ever been reported while somebody watched: one that never was has ended before
 * @param lastEvent time of the latest event, {@link Instant#EPOCH} before the first
 * @param hours when it had events
 */
record SeenSource(Instant firstSeen, boolean alive, Instant lastEvent, ActiveHours hours) {

    static SeenSource startingAt(Instant now) {
        return new SeenSource(now, false, Instant.EPOCH, ActiveHours.none());
    }

    /** Also alive. */
    SeenSource living() {
        return new SeenSource(firstSeen, true, lastEvent, hours);
    }

    /** With an event; the hours remember it too. */
    SeenSource withEvent(Instant time) {
        hours.mark(time);
        return time.isAfter(lastEvent) ? new SeenSource(firstSeen, alive, time, hours) : this;
    }

    byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        out.writeInstant(firstSeen);
        out.writeBoolean(alive);
        out.writeInstant(lastEvent);
        hours.write(out);
        return out.toBytes();
    }

    static SeenSource of(byte[] bytes) {
        AvroReader in = new AvroReader(bytes, 0, bytes.length);
        return new SeenSource(in.readInstant(), in.readBoolean(), in.readInstant(), ActiveHours.read(in));
    }
}
