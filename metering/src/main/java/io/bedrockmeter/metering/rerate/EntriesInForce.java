package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.schemas.model.LedgerEntry;
import java.util.function.Consumer;

/**
 * Finds the entries of a range that have not been taken back, in two readings of each partition: the first collects what
 * was taken back, the second passes on what was not. Memory: {@link TakenBack}, for one partition at a time.
 */
final class EntriesInForce {

    private final LedgerLines lines;
    private final RerateRequest request;

    EntriesInForce(LedgerLines lines, RerateRequest request) {
        this.lines = lines;
        this.request = request;
    }

    /**
     * Passes every entry in force on.
     *
     * @throws RangeTooLargeException when a partition has more corrections than can be held
     */
    void forEach(Consumer<LedgerEntry> entry) {
        for (int partition = 0; partition < lines.partitions(); partition++) {
            TakenBack takenBack = new TakenBack();
            lines.read(partition, line -> {
                if (line.sign() < 0 && isAsked(line)) {
                    // A reversal carries the revision of the entry that replaces the one it takes back.
                    takenBack.add(line.requestId(), line.revision() - 1);
                }
            });
            lines.read(partition, line -> {
                if (line.sign() > 0 && isAsked(line) && !takenBack.contains(line.requestId(), line.revision())) {
                    entry.accept(line);
                }
            });
        }
    }

    private boolean isAsked(LedgerEntry line) {
        return !line.timestamp().isBefore(request.from())
                && line.timestamp().isBefore(request.to())
                && request.model()
                        .map(model -> model.equals(line.dimensions().model()))
                        .orElse(true);
    }
}
