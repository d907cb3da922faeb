package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * The logs of one account and Region in a bucket: a folder for each hour, of which those that the checkpoint or the look-back
 * reaches are listed. Listing by folder leaves out the bodies below them, however many there are. For one thread.
 */
final class LogRoot {

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH/").withZone(ZoneOffset.UTC);

    private final LogBucket bucket;
    private final String prefix;
    private final S3Client s3;
    private final Clock clock;
    private final Duration lookBack;
    private final CheckpointSink sink;
    private final ObjectReader objects;
    private final BucketMeter meter;
    private final Deque<LogObject> waiting = new ArrayDeque<>();
    private Instant completeUntil;
    private Instant nextHour;
    private boolean listing;

    /** @param prefix what all its keys begin with, up to the year */
    LogRoot(
            LogBucket bucket,
            String prefix,
            S3Client s3,
            Clock clock,
            Duration lookBack,
            CheckpointSink sink,
            ObjectReader objects,
            BucketMeter meter,
            Optional<Checkpoint> known) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.s3 = s3;
        this.clock = clock;
        this.lookBack = lookBack;
        this.sink = sink;
        this.objects = objects;
        this.meter = meter;
        this.completeUntil = known.flatMap(checkpoint -> hour(checkpoint.position()))
                .or(bucket::from)
                .orElseGet(() -> clock.instant().minus(lookBack))
                .truncatedTo(ChronoUnit.HOURS);
        this.nextHour = completeUntil;
        save();
    }

    /** Name of its checkpoint. */
    static String source(LogBucket bucket, String prefix) {
        return bucket.source(prefix);
    }

    /** Looks through its hours anew. */
    void beginListing() {
        if (!listing) {
            listing = true;
            nextHour = completeUntil;
        }
    }

    /** Whether there is something to list or to read. */
    boolean isBusy() {
        return listing || !waiting.isEmpty();
    }

    /**
     * Reads the next object, or lists the next hour.
     *
     * @throws IOException when the connection broke; the next attempt goes on
     */
    void step() throws IOException {
        LogObject next = waiting.peek();
        if (next != null) {
            if (objects.isRead(next) || objects.read(next)) {
                waiting.remove();
            }
        } else if (listing) {
            Instant now = clock.instant();
            advanceTo(nextHour, now);
            if (nextHour.isAfter(now)) {
                listing = false;
            } else {
                list(HOUR.format(nextHour));
                nextHour = nextHour.plus(1, ChronoUnit.HOURS);
            }
        }
    }

    private void list(String hour) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket.bucket())
                .prefix(prefix + hour)
                .delimiter("/")
                .build();
        s3.listObjectsV2Paginator(request).contents().stream()
                .filter(object -> LogObject.isLog(object.key()))
                .map(object -> new LogObject(object.key(), object.eTag()))
                .filter(object -> !objects.isRead(object))
                .forEach(waiting::add);
        meter.answered();
    }

    /** All objects of the hours before have been read; those older than the look-back will not be looked at again. */
    private void advanceTo(Instant hour, Instant now) {
        Instant oldest = now.minus(lookBack).truncatedTo(ChronoUnit.HOURS);
        Instant complete = hour.isBefore(oldest) ? hour : oldest;
        if (complete.isAfter(completeUntil)) {
            completeUntil = complete;
            objects.forgetBefore(prefix, prefix + HOUR.format(complete));
            save();
        }
    }

    private void save() {
        meter.complete(prefix, completeUntil);
        sink.checkpoint(new Checkpoint(source(bucket, prefix), HOUR.format(completeUntil), "", clock.instant()));
    }

    private static Optional<Instant> hour(String text) {
        try {
            return Optional.of(Instant.parse(text.replaceFirst("/(\\d\\d)/(\\d\\d)/(\\d\\d)/$", "-$1-$2T$3:00:00Z")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
