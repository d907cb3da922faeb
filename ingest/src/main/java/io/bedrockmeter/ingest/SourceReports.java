package io.bedrockmeter.ingest;

import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.source.PolledSource;
import io.bedrockmeter.ingest.source.SourceState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells others every few seconds how the sources of one thread do, in the transaction of what they have handed over: a report
 * that can be read never promises more than is committed. For one thread.
 */
final class SourceReports {

    /** Time between two reports. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String instanceId;
    private final List<PolledSource> sources;
    private final KafkaSink sink;
    private final Clock clock;
    private long lastNanos = System.nanoTime() - INTERVAL.toNanos();

    SourceReports(String instanceId, List<PolledSource> sources, KafkaSink sink, Clock clock) {
        this.instanceId = instanceId;
        this.sources = List.copyOf(sources);
        this.sink = sink;
        this.clock = clock;
    }

    /** Reports where it is time to. To be called between two polls. */
    void reportIfDue() {
        if (System.nanoTime() - lastNanos >= INTERVAL.toNanos()) {
            lastNanos = System.nanoTime();
            for (PolledSource source : sources) {
                for (SourceState state : source.states()) {
                    sink.report(named(state).report(instanceId, clock.instant()));
                }
            }
        }
    }

    /** What its sources are called in reports. */
    Set<String> names() {
        return sources.stream()
                .flatMap(source -> source.states().stream())
                .map(state -> named(state).source())
                .collect(Collectors.toSet());
    }

    /** Every instance may follow files of its own; log groups and buckets are read by one instance each. */
    private SourceState named(SourceState state) {
        return state.source().startsWith("files:") ? state.of(instanceId) : state;
    }
}
