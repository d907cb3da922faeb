package io.bedrockmeter.alerts.evaluation;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is watched without a budget, as far as its totals are in this task. */
final class Watches {

    /** One thing that is watched. */
    interface Watch {

        /** A total changed. */
        void changed(Slot slot);

        /**
         * Judges what changed, or moves with time.
         *
         * @param since from when on it is watched: what was over before that is nobody's news
         */
        void look(Instant since, Instant now);

        /** Forgets what is only a cache: somebody else may watch now. */
        void forget();
    }

    private final Map<ScopeKey, Watch> watches = new HashMap<>();
    private final WatchStore store;

    Watches(EvaluationSettings settings, ProcessorContext<byte[], Routed> context, Contributions contributions) {
        KeyValueStore<Bytes, byte[]> states = context.getStateStore(AlertsTopology.WATCHES);
        this.store = new WatchStore(states);
        AlertLog log = new AlertLog(context.getStateStore(AlertsTopology.ALERT_LOG));
        WatchAlerts alerts = new WatchAlerts(context);
        for (Counted counted : settings.watched()) {
            if (counted instanceof WatchedSpend spend) {
                watches.put(spend.scope(), new AnomalyWatch(spend, contributions, store, log, alerts));
            } else if (counted instanceof WatchedCoverage coverage) {
                SourceTable sources = new SourceTable(context.getStateStore(AlertsTopology.SOURCES));
                watches.put(
                        coverage.scope(),
                        new BlindWatch(
                                settings.blind(),
                                contributions,
                                sources,
                                new Outages(settings.blind(), coverage.scope(), store, log, alerts)));
            }
        }
    }

    /** Takes note of a changed total; false when its scope is not watched here. */
    boolean changed(ScopeKey scope, Slot slot) {
        Watch watch = watches.get(scope);
        if (watch == null) {
            return false;
        }
        watch.changed(slot);
        return true;
    }

    void look(ScopeKey scope, Instant since, Instant now) {
        Watch watch = watches.get(scope);
        if (watch != null) {
            watch.look(since, now);
        }
    }

    void forget(ScopeKey scope) {
        Watch watch = watches.get(scope);
        if (watch != null) {
            watch.forget();
        }
    }

    /** Forgets all about a scope that is watched no more. */
    void remove(ScopeKey scope) {
        forget(scope);
        store.remove(scope);
    }
}
