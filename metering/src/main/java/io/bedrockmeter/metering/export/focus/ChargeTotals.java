package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.metering.export.ExportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums by key in bounded memory: once a given number of keys is held, they are sorted and moved to a temporary file; at the
 * end the files are merged. Not thread-safe.
 */
final class ChargeTotals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChargeTotals.class);

    private final int maxKeysInMemory;
    private final Map<ChargeKey, ChargeSum> sums = new HashMap<>();
    private final List<Path> runs = new ArrayList<>();
    private final Path folder;

    /** Sums that go to a folder of their own under {@code temporary} when they are too many. */
    ChargeTotals(int maxKeysInMemory, Path temporary) {
        this.maxKeysInMemory = maxKeysInMemory;
        try {
            this.folder = Files.createTempDirectory(temporary, "bedrock-meter-export");
        } catch (IOException e) {
            throw noTemporaryFiles(temporary, e);
        }
    }

    /** Takes the sums, in ascending order of keys. */
    @FunctionalInterface
    interface Sink {
        void accept(ChargeKey key, ChargeSum sum) throws IOException;
    }

    void add(ChargeKey key, ChargeSum sum) {
        sums.merge(key, sum, ChargeSum::plus);
        if (sums.size() >= maxKeysInMemory) {
            spill();
        }
    }

    /** How many temporary files there are. */
    int runs() {
        return runs.size();
    }

    /** Hands over every sum that is not zero. */
    void drainTo(Sink sink) throws IOException {
        if (runs.isEmpty()) {
            for (Map.Entry<ChargeKey, ChargeSum> entry : sorted()) {
                emit(entry.getKey(), entry.getValue(), sink);
            }
            return;
        }
        if (!sums.isEmpty()) {
            spill();
        }
        merge(sink);
    }

    private void merge(Sink sink) throws IOException {
        List<SpilledRun> open = new ArrayList<>();
        try {
            PriorityQueue<SpilledRun> next = new PriorityQueue<>(
                    Comparator.comparing(run -> run.current().getKey()));
            for (Path run : runs) {
                SpilledRun cursor = SpilledRun.open(run);
                open.add(cursor);
                next.add(cursor);
            }
            while (!next.isEmpty()) {
                ChargeKey key = next.element().current().getKey();
                ChargeSum sum = take(next);
                while (!next.isEmpty() && next.element().current().getKey().equals(key)) {
                    sum = sum.plus(take(next));
                }
                emit(key, sum, sink);
            }
        } finally {
            for (SpilledRun run : open) {
                run.close();
            }
        }
    }

    private static ChargeSum take(PriorityQueue<SpilledRun> next) throws IOException {
        SpilledRun run = next.remove();
        ChargeSum sum = run.current().getValue();
        if (run.advance()) {
            next.add(run);
        }
        return sum;
    }

    private static void emit(ChargeKey key, ChargeSum sum, Sink sink) throws IOException {
        if (!sum.isZero()) {
            sink.accept(key, sum);
        }
    }

    private void spill() {
        Path run = folder.resolve("run-" + runs.size());
        try {
            SpilledRun.write(run, sorted());
        } catch (IOException e) {
            throw noTemporaryFiles(run, e);
        }
        runs.add(run);
        sums.clear();
    }

    private static ExportException noTemporaryFiles(Path where, IOException e) {
        return new ExportException(
                "cannot write temporary files of the export to " + where + " (" + e
                        + "); java.io.tmpdir must be a folder with enough space",
                e);
    }

    private List<Map.Entry<ChargeKey, ChargeSum>> sorted() {
        return sums.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    }

    /** Deletes the temporary files. */
    @Override
    public void close() {
        try {
            for (int run = 0; run <= runs.size(); run++) {
                Files.deleteIfExists(folder.resolve("run-" + run));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("folder", folder).log("temporary files of an export not deleted");
        }
    }
}
