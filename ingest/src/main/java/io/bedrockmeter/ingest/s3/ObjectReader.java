package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.ingest.file.FramePosition;
import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.file.RecordOrigin;
import io.bedrockmeter.ingest.file.RecordSink;
import io.bedrockmeter.ingest.file.UnreadableContentException;
import io.bedrockmeter.ingest.log.OffloadedBodies;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.RecordIntake;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Reads objects, each once: how far it came stands in a checkpoint of the object, which is dropped when its hour is complete. For
 * one thread.
 */
final class ObjectReader {

    private static final String DONE = "done";
    private static final int CHUNK_BYTES = 256 * 1024;

    private final LogBucket bucket;
    private final S3Client s3;
    private final Clock clock;
    private final RecordIntake intake;
    private final int maxRecordBytes;
    private final CheckpointSink sink;
    private final IngestCounters counters;
    private final BucketMeter meter;
    private final BooleanSupplier stopping;
    private final Map<String, Checkpoint> known = new HashMap<>();
    private final byte[] chunk = new byte[CHUNK_BYTES];

    ObjectReader(
            LogBucket bucket,
            S3Client s3,
            Clock clock,
            int maxRecordBytes,
            CheckpointSink sink,
            IngestCounters counters,
            BucketMeter meter,
            BooleanSupplier stopping,
            Map<String, Checkpoint> checkpoints) {
        this.bucket = bucket;
        this.s3 = s3;
        this.clock = clock;
        OffloadedBodies bodies = bucket.cacheTtlFromBodies() ? new BucketBodies(bucket, s3) : OffloadedBodies.NONE;
        this.intake = new RecordIntake(clock, maxRecordBytes, bodies, sink, counters);
        this.maxRecordBytes = maxRecordBytes;
        this.sink = sink;
        this.counters = counters;
        this.meter = meter;
        this.stopping = stopping;
        checkpoints.forEach((source, checkpoint) -> {
            if (source.startsWith(bucket.source()) && LogObject.isLog(source)) {
                known.put(source, checkpoint);
            }
        });
    }

    /** Whether an object has been read to its end. */
    boolean isRead(LogObject object) {
        return checkpoint(object)
                .filter(checkpoint -> checkpoint.position().equals(DONE))
                .isPresent();
    }

    /**
     * Reads an object from where it stopped earlier.
     *
     * @return whether it was read to its end; not when it was told to stop
     * @throws IOException when the connection broke; the next attempt goes on behind what was handed over
     */
    boolean read(LogObject object) throws IOException {
        String source = bucket.source(object.key());
        FramePosition start = checkpoint(object)
                .flatMap(checkpoint -> FramePosition.decode(checkpoint.position()))
                .orElse(FramePosition.START);
        FrameReader frames = new FrameReader(maxRecordBytes, source, new Documents(), start);
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket.bucket())
                .key(object.key())
                .build();
        try (ResponseInputStream<GetObjectResponse> answer = s3.getObject(request);
                InputStream in = FrameReader.open(new WholeStream(answer, length(answer)))) {
            if (!readOn(in, frames, start, source, object.version())) {
                answer.abort();
                return false;
            }
            frames.finish();
        } catch (UnreadableContentException e) {
            new Documents()
                    .refuse(new Refusal(
                            Rejection.of(RejectionCode.UNREADABLE, e.reason()), source + ":" + frames.line(), 0));
        } catch (NoSuchKeyException e) {
            new Documents()
                    .refuse(new Refusal(
                            Rejection.of(RejectionCode.UNREADABLE, "the object was removed before it was read"),
                            source,
                            0));
        }
        save(source, DONE, object.version());
        meter.read(object.key());
        return true;
    }

    /** Drops what is remembered of objects whose keys come before this one in a folder. */
    void forgetBefore(String folder, String key) {
        String from = bucket.source(folder);
        String to = bucket.source(key);
        known.keySet().removeIf(source -> {
            boolean old = source.startsWith(from) && source.compareTo(to) < 0;
            if (old) {
                sink.forget(source);
            }
            return old;
        });
    }

    private boolean readOn(InputStream in, FrameReader frames, FramePosition start, String source, String version)
            throws IOException {
        in.skipNBytes(start.offset());
        boolean first = start.offset() == 0;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (first) {
                FrameReader.requireText(chunk, count);
                first = false;
            }
            if (stopping.getAsBoolean()) {
                return false;
            }
            frames.feed(chunk, 0, count);
            counters.countBytes(count);
            save(source, frames.position().encode(), version);
        }
        return true;
    }

    private void save(String source, String position, String version) {
        Checkpoint checkpoint = new Checkpoint(source, position, version, clock.instant());
        known.put(source, checkpoint);
        sink.checkpoint(checkpoint);
        sink.commitIfDue();
    }

    private Optional<Checkpoint> checkpoint(LogObject object) {
        return Optional.ofNullable(known.get(bucket.source(object.key())))
                .filter(checkpoint -> checkpoint.identity().equals(object.version()));
    }

    private static long length(ResponseInputStream<GetObjectResponse> answer) {
        return Optional.ofNullable(answer.response().contentLength()).orElse(0L);
    }

    private final class Documents implements RecordSink {

        @Override
        public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
            meter.rejected(
                    intake.log(buffer, offset, length, origin.source(), origin).size());
        }

        @Override
        public void refuse(Refusal refusal) {
            intake.refuse(refusal);
            meter.rejected(1);
        }

        @Override
        public void warn(String origin, String message) {
            // Only reading whole files warns.
        }
    }
}
