package io.bedrockmeter.metering.export;

import io.bedrockmeter.metering.export.ledger.LedgerSource;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.schemas.model.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A ledger in a list, for specs of what is made of it. */
public record InMemoryLedger(List<LedgerEntry> entries) implements LedgerSource {

    public static final Instant AS_OF = Instant.parse("2026-12-01T06:30:15.123Z");

    @Override
    public Scan read(TimeRange range, Consumer<LedgerEntry> sink, ExportProgress progress) {
        long inRange = 0;
        for (LedgerEntry entry : entries) {
            if (range.contains(entry.timestamp())) {
                sink.accept(entry);
                progress.at(ExportProgress.Phase.READING, ++inRange, entries.size());
            }
        }
        return new Scan(AS_OF, inRange, 0);
    }
}
