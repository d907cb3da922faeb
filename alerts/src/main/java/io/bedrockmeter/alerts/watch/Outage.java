package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import java.time.Instant;

/**
 * What was told about one way of being blind. It is told once, and once that it is over; it is told again only in another
 * day (in UTC) than the one in which it was told last.
 *
 * @param stage how far
 * @param day start of the day in which it was told last
 * @param since since when it was blind then
 */
public record Outage(Stage stage, Instant day, Instant since) {

    /** How far an outage has come. */
    public enum Stage {
        NONE,
        RAISED,
        OVER
    }

    /** What to tell. */
    public enum News {
        NOTHING,
        BLIND,
        OVER
    }

    public static final Outage NONE = new Outage(Stage.NONE, Instant.EPOCH, Instant.EPOCH);

    private static final Stage[] STAGES = Stage.values();

    /** What is news, given whether it is blind in this day. */
    public News news(boolean isBlind, Instant today) {
        if (isBlind) {
            boolean armed = stage == Stage.NONE || (stage == Stage.OVER && day.isBefore(today));
            return armed ? News.BLIND : News.NOTHING;
        }
        return stage == Stage.RAISED ? News.OVER : News.NOTHING;
    }

    public static Outage raised(Instant day, Instant since) {
        return new Outage(Stage.RAISED, day, since);
    }

    public Outage over() {
        return new Outage(Stage.OVER, day, since);
    }

    public void write(AvroWriter out) {
        out.writeEnum(stage);
        out.writeInstant(day);
        out.writeInstant(since);
    }

    public static Outage read(AvroReader in) {
        return new Outage(in.readEnum(STAGES), in.readInstant(), in.readInstant());
    }
}
