package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.RateSchedule;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The compiled schedules of all models by base model id. Thread-safe: one writer and many readers need no lock. */
public final class RateTable {

    private final Map<String, CompiledSchedule> byModel = new ConcurrentHashMap<>();

    /** A table of these schedules. */
    public static RateTable of(Collection<RateSchedule> schedules) {
        RateTable table = new RateTable();
        schedules.forEach(table::put);
        return table;
    }

    /** Adds a model or replaces all of its cards. */
    public void put(RateSchedule schedule) {
        byModel.put(schedule.model(), CompiledSchedule.of(schedule));
    }

    /** Forgets a model. */
    public void remove(String model) {
        byModel.remove(model);
    }

    /** The schedule of a model, empty when there is none. */
    public Optional<CompiledSchedule> find(String model) {
        return Optional.ofNullable(byModel.get(model));
    }
}
