package io.bedrockmeter.ingest.cloudwatch;

import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log group: its live end and what is missing before it, with one checkpoint for both. For one thread. */
final class GroupTail {

    private static final Logger LOG = LoggerFactory.getLogger(GroupTail.class);

    private final CloudWatchConfig config;
    private final Clock clock;
    private final GroupAccess access;
    private final CheckpointSink sink;
    private final LiveTail live;
    private final Backfill backfill;
    private String saved = "";
    private boolean backfilling;
    private boolean liveFirst;

    GroupTail(
            CloudWatchConfig config,
            Clock clock,
            GroupAccess access,
            EventIntake intake,
            CheckpointSink sink,
            TailPosition start) {
        this.config = config;
        this.clock = clock;
        this.access = access;
        this.sink = sink;
        this.live = new LiveTail(config, clock, access, intake, start.completeUntilMs());
        this.backfill = new Backfill(access, intake, config.slice(), config.parallelSlices(), start.missing());
        this.backfilling = !start.missing().isEmpty();
        if (backfilling) {
            LOG.atInfo()
                    .addKeyValue("source", access.group().source())
                    .addKeyValue("from", Instant.ofEpochMilli(start.earliestMs()))
                    .addKeyValue("to", Instant.ofEpochMilli(start.completeUntilMs()))
                    .log("backfill begins");
        }
    }

    /**
     * Where to begin: behind the checkpoint, else at the configured time, else the overlap before now. What is further back
     * than twice the overlap is left to the backfill, so that the live end is not kept waiting.
     */
    static TailPosition start(CloudWatchConfig config, LogGroup group, Optional<Checkpoint> known, long nowMs) {
        long live = nowMs - config.overlap().toMillis();
        TailPosition position = known.filter(checkpoint -> checkpoint.identity().equals(config.logStream()))
                .flatMap(checkpoint -> TailPosition.decode(checkpoint.position()))
                .orElseGet(() ->
                        new TailPosition(group.from().map(Instant::toEpochMilli).orElse(live), List.of()));
        return position.completeUntilMs() < live - config.overlap().toMillis() ? position.skipTo(live) : position;
    }

    /** Reads on; whether there was anything. Live end and backfill take turns at the request budget. */
    boolean poll() {
        save();
        liveFirst = !liveFirst;
        boolean progress = liveFirst ? live.poll() | backfill.poll() : backfill.poll() | live.poll();
        save();
        return progress;
    }

    TailStatus status() {
        return access.meter().status();
    }

    void cancel() {
        live.cancel();
        backfill.cancel();
    }

    private void save() {
        TailPosition position = new TailPosition(live.completeUntilMs(), backfill.missing());
        String encoded = position.encode();
        if (encoded.equals(saved)) {
            return;
        }
        saved = encoded;
        access.meter().reached(position);
        sink.checkpoint(new Checkpoint(access.group().source(), encoded, config.logStream(), clock.instant()));
        if (backfilling && position.missing().isEmpty()) {
            backfilling = false;
            LOG.atInfo().addKeyValue("source", access.group().source()).log("backfill is complete");
        }
    }
}
