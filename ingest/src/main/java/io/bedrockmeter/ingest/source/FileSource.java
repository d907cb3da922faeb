package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.ReadSummary;
import io.bedrockmeter.ingest.file.RecordOrigin;
import io.bedrockmeter.ingest.file.RecordReader;
import io.bedrockmeter.ingest.file.RecordSink;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.UsageSink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Reads files and folders once, whole. Not thread-safe; the counters may be read while it works. */
public final class FileSource {

    /** How many refusals and warnings a summary lists; counts are always exact. */
    public static final int MAX_LISTED = 1_000;

    private final int maxRecordBytes;
    private final IngestCounters counters;
    private final RecordIntake intake;
    private final List<Refusal> refused = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private ReadSummary read = new ReadSummary(0, 0);

    public FileSource(Clock clock, int maxRecordBytes, UsageSink sink, IngestCounters counters) {
        this.maxRecordBytes = maxRecordBytes;
        this.counters = counters;
        this.intake = new RecordIntake(clock, maxRecordBytes, sink, counters);
    }

    /** Reads invocation logs. */
    public void readLogs(List<Path> paths) {
        read(paths, new Documents() {
            @Override
            public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
                list(intake.log(buffer, offset, length, origin.source(), origin));
            }
        });
    }

    /** Reads CloudEvents. Files that an operator gives count as authenticated. */
    public void readEvents(List<Path> paths) {
        read(paths, new Documents() {
            @Override
            public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
                list(intake.event(buffer, offset, length, true, origin.source(), origin));
            }
        });
    }

    /** What came of everything read so far. */
    public FileSummary summary() {
        return new FileSummary(
                read.files(),
                read.bytes(),
                counters.read(),
                counters.accepted(),
                counters.tagEvents(),
                counters.disagreements(),
                counters.refused(),
                refused,
                warnings);
    }

    private void read(List<Path> paths, RecordSink documents) {
        RecordReader reader = new RecordReader(maxRecordBytes);
        for (Path path : paths) {
            ReadSummary more = reader.read(path, documents);
            counters.countBytes(more.bytes());
            read = read.plus(more);
        }
    }

    private void list(List<Refusal> more) {
        for (Refusal refusal : more) {
            if (refused.size() < MAX_LISTED) {
                refused.add(refusal);
            }
        }
    }

    /** What both kinds of documents have in common. */
    private abstract class Documents implements RecordSink {

        @Override
        public void refuse(Refusal refusal) {
            list(List.of(intake.refuse(refusal)));
        }

        @Override
        public void warn(String origin, String message) {
            if (warnings.size() < MAX_LISTED) {
                warnings.add(origin + ": " + message);
            }
        }
    }
}
