package io.bedrockmeter.alerts.board;

import io.bedrockmeter.schemas.model.Alert;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The latest alerts, by when they were raised. One thread adds, any may ask. */
public final class RecentAlerts {

    /**
     * Where an alert stands among all.
     *
     * @param raisedAt when it was raised
     * @param alertId its id, which tells apart what was raised at once
     */
    public record Place(Instant raisedAt, String alertId) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::raisedAt).thenComparing(Place::alertId);

        static Place of(Alert alert) {
            return new Place(alert.raisedAt(), alert.alertId());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final int most;
    private final Consumer<String> forgotten;
    private final NavigableMap<Place, Alert> byPlace = new ConcurrentSkipListMap<>();
    private final Map<String, Alert> latest = new ConcurrentHashMap<>();
    private int size;
    private volatile boolean complete = true;

    /**
     * @param most alerts that are kept, 1 or more
     * @param forgotten told the id of each that is no longer
     */
    RecentAlerts(int most, Consumer<String> forgotten) {
        this.most = most;
        this.forgotten = forgotten;
    }

    void add(Alert alert) {
        if (byPlace.put(Place.of(alert), alert) == null) {
            size++;
        }
        latest.merge(
                alert.subject().key(),
                alert,
                (known, added) -> added.raisedAt().isBefore(known.raisedAt()) ? known : added);
        Map.Entry<Place, Alert> oldest = size > most ? byPlace.pollFirstEntry() : null;
        if (oldest != null) {
            size--;
            complete = false;
            latest.remove(oldest.getValue().subject().key(), oldest.getValue());
            forgotten.accept(oldest.getValue().alertId());
        }
    }

    /** Newest first. */
    public Stream<Alert> newestFirst() {
        return byPlace.descendingMap().values().stream();
    }

    /** Those raised before a place, newest first. */
    public Stream<Alert> before(Place place) {
        return byPlace.headMap(place, false).descendingMap().values().stream();
    }

    /** The latest alert about a budget or one instance of it. */
    public Optional<Alert> latest(String subjectKey) {
        return Optional.ofNullable(latest.get(subjectKey));
    }

    /** When the oldest one here was raised, if older ones were forgotten. */
    public Optional<Instant> keptFrom() {
        return complete || byPlace.isEmpty()
                ? Optional.empty()
                : Optional.of(byPlace.firstKey().raisedAt());
    }
}
