package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.PolledSource;
import io.bedrockmeter.ingest.source.SourceState;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the log files in buckets, each once, also across restarts. Off-loaded bodies are left alone, unless a bucket asks
 * for the time to live of cache writes, which may stand in them only. For one thread, except for {@link #status} and {@link #stop}.
 */
public final class S3Source implements PolledSource {

    private final List<BucketTail> tails = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * A source that has asked for nothing yet.
     *
     * @param commit makes everything handed over to the sink visible
     * @param known checkpoints of earlier runs, by source
     */
    public S3Source(
            S3Config config,
            Clock clock,
            CheckpointSink sink,
            Runnable commit,
            IngestCounters counters,
            Map<String, Checkpoint> known) {
        for (LogBucket bucket : config.buckets()) {
            BucketMeter meter = new BucketMeter(bucket.source(), clock);
            BucketClients clients = BucketClients.connect(bucket);
            ObjectReader objects = new ObjectReader(
                    bucket, clients.s3(), clock, config.maxRecordBytes(), sink, counters, meter, () -> stopping, known);
            tails.add(new BucketTail(config, bucket, clients, clock, sink, commit, objects, meter, known));
        }
    }

    @Override
    public boolean poll() {
        boolean progress = false;
        for (BucketTail tail : tails) {
            if (!stopping) {
                progress |= tail.poll();
            }
        }
        return progress;
    }

    /** How each bucket does, in the order of the configuration. May be called from any thread. */
    public List<BucketStatus> status() {
        return tails.stream().map(BucketTail::status).toList();
    }

    @Override
    public List<SourceState> states() {
        return status().stream().map(BucketStatus::state).toList();
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void close() {
        tails.forEach(BucketTail::close);
    }
}
