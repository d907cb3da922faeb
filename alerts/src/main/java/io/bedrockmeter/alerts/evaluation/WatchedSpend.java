package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.AnomalyWindow;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.Dimensions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values of one key, compared with their own past: totals by local hour, what used them by hour and by day. Belongs to one
 * task: the last windows are remembered without synchronisation.
 */
final class WatchedSpend implements Counted {

    /** Begins the id of what is watched; no budget id has a colon. */
    static final String ID_PREFIX = "anomaly:";

    /** How long is kept what used an hour: for alerts about it. */
    private static final Duration SHARES_KEPT = Duration.ofDays(3);

    /** A little more than is compared. */
    private static final Duration HISTORY_KEPT = AnomalyRules.HISTORY.plusDays(3);

    private final String key;
    private final AnomalyRules rules;
    private final ScopeKey scope;
    private BudgetWindow lastHour = new BudgetWindow(Instant.MIN, Instant.MIN);
    private BudgetWindow lastDay = new BudgetWindow(Instant.MIN, Instant.MIN);

    WatchedSpend(String key, AnomalyRules rules) {
        this.key = key;
        this.rules = rules;
        AvroWriter definition = new AvroWriter();
        definition.writeString(key);
        definition.writeString(rules.week().zone().getId());
        this.scope = ScopeKey.of(ID_PREFIX + URLEncoder.encode(key, StandardCharsets.UTF_8), definition.toBytes());
    }

    AnomalyRules rules() {
        return rules;
    }

    @Override
    public ScopeKey scope() {
        return scope;
    }

    @Override
    public String eachOf() {
        return key;
    }

    @Override
    public Optional<String> instanceOf(Dimensions cell) {
        return BudgetFilter.valueOf(cell, key).filter(value -> !value.isEmpty());
    }

    @Override
    public List<Slot> slots(String instance, List<String> shares, Instant time, Instant now) {
        Instant hour = hourAt(time);
        Instant day = dayAt(time);
        boolean recent = time.isAfter(now.minus(SHARES_KEPT));
        List<Slot> slots = new ArrayList<>();
        slots.add(Slot.period(instance, hour));
        for (String share : shares) {
            slots.add(new Slot(Series.DAY_SHARE, instance, day, share));
            if (recent) {
                slots.add(new Slot(Series.SHARE, instance, hour, share));
            }
        }
        return slots;
    }

    @Override
    public boolean isOver(Slot slot, Expiry expiry) {
        Duration kept = slot.series() == Series.SHARE ? SHARES_KEPT : HISTORY_KEPT;
        return slot.start().isBefore(expiry.now().minus(kept));
    }

    private Instant hourAt(Instant time) {
        if (!lastHour.contains(time)) {
            lastHour = AnomalyWindow.HOUR.at(time, zone());
        }
        return lastHour.start();
    }

    private Instant dayAt(Instant time) {
        if (!lastDay.contains(time)) {
            lastDay = AnomalyWindow.DAY.at(time, zone());
        }
        return lastDay.start();
    }

    private ZoneId zone() {
        return rules.week().zone();
    }
}
