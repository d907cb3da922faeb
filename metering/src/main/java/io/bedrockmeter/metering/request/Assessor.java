package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.attribution.Attribution;
import io.bedrockmeter.metering.attribution.Attributor;
import io.bedrockmeter.metering.attribution.Claims;
import io.bedrockmeter.metering.attribution.PrincipalMap;
import io.bedrockmeter.metering.rating.RatingEngine;
import io.bedrockmeter.metering.rating.RatingRequest;
import io.bedrockmeter.metering.request.Circumstances.Tier;
import io.bedrockmeter.metering.totals.Cells;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.Unit;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides how an invocation is entered: who pays, for what, and how much, from the record, what tag events said and the
 * reference data of now. Not thread-safe.
 */
public final class Assessor {

    private static final String LATENCY_OPTIMIZED_TIER = "latency-optimized";

    private final Attributor attributor;
    private final PrincipalMap principals;
    private final References references;
    private final CellCap cellCap;
    private final CircumstancesCache cache;
    private final Cells cells = new Cells();
    private final AvroWriter said = new AvroWriter();

    public Assessor(Attributor attributor, PrincipalMap principals, References references, CellCap cellCap) {
        this.attributor = attributor;
        this.principals = principals;
        this.references = references;
        this.cellCap = cellCap;
        this.cache = new CircumstancesCache(references);
    }

    Assessment assess(InvocationView invocation, byte[] claims) {
        said.reset();
        invocation.writeCircumstances(said);
        Claims.writeSaid(said, claims);
        long timeMs = invocation.timestampMs();
        Circumstances circumstances =
                cache.get(said.toBytes(), timeMs, () -> circumstances(invocation.invocation(), Claims.read(claims)));
        OptionalLong oneHour = Claims.cacheWrite1hTokens(claims);
        Quantities quantities = split(invocation.quantities(), oneHour);
        CalledModel model = circumstances.model();
        Rating rating = RatingEngine.rate(new RatingRequest(
                model.kind(),
                model.baseModel(),
                model.scope(),
                circumstances.region(),
                circumstances.tier().name(),
                circumstances.tier().assumed(),
                Instant.ofEpochMilli(timeMs),
                quantities,
                invocation.cacheTtlKnown() || oneHour.isPresent(),
                circumstances.schedule(),
                circumstances.discount()));
        return new Assessment(circumstances, circumstances.cell(cellCap, cells, timeMs), quantities, rating);
    }

    /** Decides everything but the price, for the time of the call. */
    private Circumstances circumstances(Invocation invocation, Claims claims) {
        Consulted consulted = new Consulted();
        CalledModel model = CalledModel.resolve(invocation, claims, references, consulted);
        Attribution attribution = attributor.attribute(said(invocation, claims, model, consulted));
        Tier tier = tier(invocation, claims);
        Optional<DiscountCard> discount = discount(invocation, model, consulted);
        return new Circumstances(
                model,
                invocation.region(),
                tier,
                cells.of(dimensions(invocation, claims, model, attribution, tier)),
                attribution.tags(),
                model.baseModel().isEmpty() ? Optional.empty() : references.schedule(model.baseModel()),
                discount,
                consulted.hashes());
    }

    private Optional<DiscountCard> discount(Invocation invocation, CalledModel model, Consulted consulted) {
        if (model.baseModel().isEmpty()) {
            return Optional.empty();
        }
        consulted.add(References.COMMON_DISCOUNTS_KEY);
        if (!invocation.accountId().isEmpty()) {
            consulted.add(References.discountsKey(invocation.accountId()));
        }
        return references.discount(invocation.accountId(), model.baseModel(), invocation.timestamp());
    }

    private Map<TagSource, Map<String, String>> said(
            Invocation invocation, Claims claims, CalledModel model, Consulted consulted) {
        Map<TagSource, Map<String, String>> said = new EnumMap<>(TagSource.class);
        Instant time = invocation.timestamp();
        model.profileRecord().ifPresent(profile -> said.put(TagSource.PROFILE, profile.tagsAt(time)));
        claims.projectId().ifPresent(id -> {
            consulted.add(References.projectKey(id));
            references.project(id).ifPresent(project -> said.put(TagSource.PROJECT, project.tagsAt(time)));
        });
        if (!claims.isEmpty()) {
            said.put(TagSource.TAG_EVENT, claims.tags(true));
        }
        said.put(TagSource.PRINCIPAL, principals.tagsOf(invocation.principal()));
        said.put(TagSource.REQUEST_METADATA, forgeable(invocation, claims));
        return said;
    }

    /** What anyone can say: the call's own metadata, then tag events of senders that were not authenticated. */
    private static Map<String, String> forgeable(Invocation invocation, Claims claims) {
        Map<String, String> unauthenticated = claims.isEmpty() ? Map.of() : claims.tags(false);
        if (unauthenticated.isEmpty()) {
            return invocation.requestMetadata();
        }
        Map<String, String> both = new HashMap<>(unauthenticated);
        both.putAll(invocation.requestMetadata());
        return both;
    }

    private static Tier tier(Invocation invocation, Claims claims) {
        String said = claims.serviceTier().orElse(invocation.serviceTier()).toLowerCase(Locale.ROOT);
        return switch (said) {
            case "", "auto" ->
                invocation.latencyOptimized()
                        ? new Tier(LATENCY_OPTIMIZED_TIER, false)
                        : new Tier(RateCard.DEFAULT_TIER, true);
            case "default", "standard", "on-demand" ->
                new Tier(invocation.latencyOptimized() ? LATENCY_OPTIMIZED_TIER : RateCard.DEFAULT_TIER, false);
            default -> new Tier(said, false);
        };
    }

    /** The cache writes split as a tag event says; a claim of more one-hour tokens than were written is cut to that. */
    private static Quantities split(Quantities quantities, OptionalLong oneHourTokens) {
        if (oneHourTokens.isEmpty()) {
            return quantities;
        }
        long written = quantities.cacheWriteTokens();
        long oneHour = Math.min(oneHourTokens.getAsLong(), written);
        return quantities.toBuilder()
                .set(Unit.CACHE_WRITE_1H_TOKEN, oneHour)
                .set(Unit.CACHE_WRITE_5M_TOKEN, written - oneHour)
                .build();
    }

    private static Dimensions dimensions(
            Invocation invocation, Claims claims, CalledModel model, Attribution attribution, Tier tier) {
        return new Dimensions(
                attribution.dimensionTags(),
                orUnknown(invocation.accountId()),
                orUnknown(invocation.region()),
                model.baseModel().isEmpty() ? invocation.modelId() : model.baseModel(),
                invocation.modelId(),
                model.scope().wireName(),
                model.profile().isEmpty() ? Dimensions.NONE : model.profile(),
                claims.projectId().orElse(Dimensions.NONE),
                orUnknown(withoutSession(invocation.principal())),
                orUnknown(invocation.operation()),
                tier.name());
    }

    private static String orUnknown(String value) {
        return value.isEmpty() ? Dimensions.UNKNOWN : value;
    }

    /** {@code …:assumed-role/ROLE/SESSION} without the session, whose names have no bound. */
    private static String withoutSession(String principal) {
        int role = principal.indexOf(":assumed-role/");
        int session = role < 0 ? -1 : principal.indexOf('/', role + ":assumed-role/".length());
        return session < 0 ? principal : principal.substring(0, session);
    }
}
