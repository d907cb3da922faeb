package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.rating.CompiledSchedule;
import io.bedrockmeter.metering.rating.DiscountTable;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.metering.request.References;
import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.DatedCard;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.RateRecord;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Profiles, projects and rate cards as this process knows them now, shared by all its tasks: written by the global stream
 * thread, read by the rate stage. Thread-safe. Every change of a value raises {@link #version()}.
 */
final class ReferenceTables implements References, Prices {

    private static final int NANOS_PER_MS = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceTables.class);

    private final Map<String, Profile> profiles = new ConcurrentHashMap<>();
    private final Map<String, String> profileArnById = new ConcurrentHashMap<>();
    private final Map<String, Project> projects = new ConcurrentHashMap<>();
    private final Map<String, CompiledSchedule> schedules = new ConcurrentHashMap<>();
    private final DiscountTable discounts = new DiscountTable();
    private final Map<String, byte[]> fingerprints = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    /** Times at which something begins or ceases to hold. Only grows: one too many does no harm. */
    private final Set<Long> turns = ConcurrentHashMap.newKeySet();

    private volatile long[] sortedTurns = new long[0];

    void putProfile(String arn, byte @Nullable [] value) {
        Optional<Profile> profile = decode(Topics.PROFILES.codec(), arn, value);
        profile.ifPresentOrElse(known -> profiles.put(arn, known), () -> profiles.remove(arn));
        profile.ifPresent(known -> profileArnById.put(References.idOf(arn), arn));
        profile.ifPresent(known -> turn(known.tagHistory().stream().map(TagVersion::validFrom)));
        changed(References.profileKey(arn), value);
    }

    void putProject(String id, byte @Nullable [] value) {
        Optional<Project> project = decode(Topics.PROJECTS.codec(), id, value);
        project.ifPresentOrElse(known -> projects.put(id, known), () -> projects.remove(id));
        project.ifPresent(known -> turn(known.tagHistory().stream().map(TagVersion::validFrom)));
        changed(References.projectKey(id), value);
    }

    void putRateRecord(String key, byte @Nullable [] value) {
        Optional<RateRecord> record = decode(Topics.RATE_CARDS.codec(), key, value);
        if (DiscountSchedule.isKey(key)) {
            putDiscounts(DiscountSchedule.accountOf(key), as(DiscountSchedule.class, record), value);
        } else {
            putSchedule(key, as(RateSchedule.class, record), value);
        }
    }

    private static <T extends RateRecord> Optional<T> as(Class<T> type, Optional<RateRecord> record) {
        return record.filter(type::isInstance).map(type::cast);
    }

    private void putDiscounts(String account, Optional<DiscountSchedule> schedule, byte @Nullable [] value) {
        schedule.ifPresentOrElse(discounts::put, () -> discounts.remove(account));
        schedule.ifPresent(known -> turn(known.discounts().stream().flatMap(ReferenceTables::bounds)));
        changed(References.discountsKey(account), value);
    }

    private void putSchedule(String model, Optional<RateSchedule> schedule, byte @Nullable [] value) {
        boolean isNewModel = schedule.isPresent() && !schedules.containsKey(model);
        schedule.ifPresentOrElse(
                known -> schedules.put(model, CompiledSchedule.of(known)), () -> schedules.remove(model));
        schedule.ifPresent(known -> turn(known.cards().stream().flatMap(ReferenceTables::bounds)));
        changed(References.ratesKey(model), value);
        if (isNewModel || schedule.isEmpty()) {
            fingerprints.put(References.ANY_RATES_KEY, modelNames());
            version.incrementAndGet();
        }
    }

    @Override
    public Optional<Profile> profile(String arnOrId) {
        Profile byArn = profiles.get(arnOrId);
        if (byArn != null) {
            return Optional.of(byArn);
        }
        String arn = profileArnById.get(arnOrId);
        return arn == null ? Optional.empty() : Optional.ofNullable(profiles.get(arn));
    }

    @Override
    public Optional<Project> project(String id) {
        return Optional.ofNullable(projects.get(id));
    }

    @Override
    public Optional<CompiledSchedule> schedule(String model) {
        return Optional.ofNullable(schedules.get(model));
    }

    @Override
    public Optional<BigDecimal> usdPerUnit(
            String model, Scope scope, String region, String tier, Unit unit, Instant at) {
        return schedule(model).flatMap(known -> known.usdPerUnit(scope, region, tier, unit, at));
    }

    @Override
    public Optional<DiscountCard> discount(String account, String model, Instant time) {
        return discounts.find(account, model, time);
    }

    @Override
    public Iterable<String> ratedModels() {
        return schedules.keySet();
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public int era(long timeMs) {
        int at = Arrays.binarySearch(sortedTurns, timeMs);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private static Stream<Instant> bounds(DatedCard card) {
        return Stream.concat(Stream.of(card.effectiveFrom()), card.effectiveTo().stream());
    }

    private void turn(Stream<Instant> times) {
        if (times.map(ReferenceTables::firstMillisecond).filter(turns::add).count() > 0) {
            sortedTurns = turns.stream().mapToLong(Long::longValue).sorted().toArray();
        }
    }

    /** The first millisecond that is not before a time; call times are whole milliseconds. */
    private static long firstMillisecond(Instant time) {
        return time.getNano() % NANOS_PER_MS == 0 ? time.toEpochMilli() : time.toEpochMilli() + 1;
    }

    /** A fingerprint of the current value of every reference key. */
    Map<String, byte[]> fingerprints() {
        return Map.copyOf(fingerprints);
    }

    /** The hash by which a request remembers that it was decided with a key. */
    static int hash(String referenceKey) {
        return referenceKey.hashCode();
    }

    static Bytes storeKey(String referenceKey) {
        return Bytes.wrap(referenceKey.getBytes(StandardCharsets.UTF_8));
    }

    static String keyOf(Bytes storeKey) {
        return new String(storeKey.get(), StandardCharsets.UTF_8);
    }

    private void changed(String referenceKey, byte @Nullable [] value) {
        byte[] fingerprint = value == null ? null : Fingerprint.of(value);
        byte[] known =
                fingerprint == null ? fingerprints.remove(referenceKey) : fingerprints.put(referenceKey, fingerprint);
        if (!Arrays.equals(known, fingerprint)) {
            version.incrementAndGet();
        }
    }

    private byte[] modelNames() {
        return Fingerprint.of(
                String.join("\n", schedules.keySet().stream().sorted().toList()).getBytes(StandardCharsets.UTF_8));
    }

    private static <T> Optional<T> decode(RecordCodec<T> codec, String key, byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(value));
        } catch (UndecodableException e) {
            LOG.atError()
                    .addKeyValue("record", codec.schema().getName())
                    .addKeyValue("key", key)
                    .addKeyValue("reason", e.reason())
                    .log("reference record refused: it counts as absent");
            return Optional.empty();
        }
    }
}
