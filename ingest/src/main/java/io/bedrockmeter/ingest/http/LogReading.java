package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.file.FramePosition;
import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.file.RecordOrigin;
import io.bedrockmeter.ingest.file.RecordSink;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.RecordIntake;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.function.Consumer;

/** Reads log records, or what CloudWatch Logs wraps around them, out of content. Thread-safe. */
final class LogReading {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final RecordIntake intake;
    private final int maxRecordBytes;

    /** @param counters count what is read, also when it cannot be committed later */
    LogReading(Clock clock, int maxRecordBytes, IngestCounters counters) {
        this.intake = new RecordIntake(clock, maxRecordBytes, new RecordBatch(), counters);
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * Reads all documents. The records go to the sink; refusals as dead letters too.
     *
     * @param source where they come from, as invocations name it
     * @param place what the content is called in origins
     * @param refused told of each refusal
     * @return bytes of content
     */
    long read(InputStream content, UsageSink sink, String source, String place, Consumer<Refusal> refused)
            throws IOException {
        RecordIntake into = intake.into(sink);
        FrameReader frames =
                new FrameReader(maxRecordBytes, place, new Documents(into, source, refused), FramePosition.START);
        byte[] chunk = new byte[CHUNK_BYTES];
        long total = 0;
        for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
            frames.feed(chunk, 0, count);
            total += count;
        }
        frames.finish();
        return total;
    }

    /** Notes what could not even be read. */
    void refuse(Refusal refusal, UsageSink sink) {
        intake.into(sink).refuse(refusal);
    }

    private record Documents(RecordIntake intake, String source, Consumer<Refusal> refused) implements RecordSink {

        @Override
        public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
            intake.log(buffer, offset, length, source, origin).forEach(refused);
        }

        @Override
        public void refuse(Refusal refusal) {
            refused.accept(intake.refuse(refusal));
        }

        @Override
        public void warn(String origin, String message) {
            // Only files can be empty.
        }
    }
}
