package io.bedrockmeter.metering.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.attribution.Attributor;
import io.bedrockmeter.metering.attribution.PrincipalMap;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.request.RequestLedger.Outcome;
import io.bedrockmeter.metering.topology.KnownReferences;
import io.bedrockmeter.metering.topology.Samples;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is decided with circumstances met before equals what is decided without any memory. */
class CircumstancesCacheTest {

    private static final int STEPS = 20_000;
    private static final long NOW_MS = Samples.NOON.toEpochMilli();
    private static final String[] VALUES = {"search", "ads", "data"};
    private static final String[] MODELS = {
        Samples.MODEL,
        "us." + Samples.MODEL,
        "global." + Samples.MODEL,
        "amazon.nova-micro-v1:0",
        Samples.PROFILE_ARN,
        "p24qm5pye2qr"
    };

    private final Random random = new Random(Long.getLong("tests.seed", 1));
    private final KnownReferences known = new KnownReferences();
    private final List<TagVersion> profileVersions = new ArrayList<>();
    private final List<TagVersion> projectVersions = new ArrayList<>();

    @Test
    void random_calls_are_entered_as_without_the_cache_while_reference_data_changes() {
        RequestLedger remembering = ledger();
        Map<String, RequestState> states = new HashMap<>();
        int corrected = 0;

        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(200) == 0) {
                changeReferences();
            }
            String requestId = "r" + random.nextInt(STEPS / 4);
            RequestState state = states.getOrDefault(requestId, RequestState.EMPTY);
            Invocation call = call(requestId);
            TagEvent event = event(requestId);
            boolean tags = random.nextInt(3) == 0;

            Outcome outcome = step(remembering, state, call, event, tags);
            Outcome expected = step(ledger(), state, call, event, tags);

            assertThat(entries(outcome)).as("step %d", i).isEqualTo(entries(expected));
            assertThat(outcome.state().entryBytes()).isEqualTo(expected.state().entryBytes());
            assertThat(outcome.state().toBytes(new AvroWriter()))
                    .isEqualTo(expected.state().toBytes(new AvroWriter()));
            states.put(requestId, outcome.state());
            corrected += outcome instanceof Outcome.Corrected ? 1 : 0;
        }
        assertThat(corrected).isGreaterThan(STEPS / 20);
    }

    private static Outcome step(
            RequestLedger ledger, RequestState state, Invocation call, TagEvent event, boolean tags) {
        return tags
                ? ledger.onTagEvent(state, event, NOW_MS)
                : ledger.onInvocation(
                        state, InvocationView.of(Topics.INVOCATIONS.codec().encode(call)), NOW_MS);
    }

    private static List<LedgerEntry> entries(Outcome outcome) {
        if (outcome instanceof Outcome.Entered entered) {
            assertThat(entered.cell().dimensions()).isEqualTo(entered.entry().dimensions());
            return List.of(entered.entry());
        }
        if (outcome instanceof Outcome.Corrected corrected) {
            assertThat(corrected.cell().dimensions())
                    .isEqualTo(corrected.entry().dimensions());
            return List.of(corrected.reversal(), corrected.entry());
        }
        return List.of();
    }

    private RequestLedger ledger() {
        Attributor attributor = new Attributor(Taxonomy.standard(), List.of(TagSource.values()), Map.of());
        return new RequestLedger(
                new Assessor(attributor, new PrincipalMap(List.of()), known.references(), new CellCap(1_000_000)),
                ClosedMonths.before(Optional.empty(), ZoneOffset.UTC));
    }

    private void changeReferences() {
        switch (random.nextInt(4)) {
            case 0 -> {
                profileVersions.add(new TagVersion(time(), Map.of("Team", value())));
                known.put(new Profile(
                        Samples.PROFILE_ARN, "p", Samples.MODEL, Scope.REGIONAL, "ACTIVE", profileVersions));
            }
            case 1 -> {
                projectVersions.add(new TagVersion(time(), Map.of("Application", value())));
                known.put(new Project("proj_1", "", "p", "ACTIVE", projectVersions));
            }
            case 2 -> known.put(rates());
            default -> known.put(Samples.discount("111122223333", Integer.toString(random.nextInt(50)), time()));
        }
    }

    /** A price, and another one that follows it. */
    private RateSchedule rates() {
        Instant change = time();
        List<RateCard> cards = new ArrayList<>();
        Samples.cards(price(), price(), Instant.EPOCH, RateLayer.BUNDLED)
                .forEach(card -> cards.add(until(card, change)));
        cards.addAll(Samples.cards(price(), price(), change, RateLayer.BUNDLED));
        return new RateSchedule(Samples.MODEL, cards);
    }

    private String price() {
        return Integer.toString(1 + random.nextInt(9));
    }

    private static RateCard until(RateCard card, Instant end) {
        return new RateCard(
                card.scope(),
                card.region(),
                card.tier(),
                card.unit(),
                card.minPromptTokens(),
                card.usdPerUnit(),
                card.effectiveFrom(),
                Optional.of(end),
                card.layer(),
                card.source(),
                card.version());
    }

    private Invocation call(String requestId) {
        return new Invocation(
                requestId,
                time(),
                random.nextBoolean() ? "111122223333" : "",
                "us-east-1",
                "",
                "Converse",
                MODELS[random.nextInt(MODELS.length)],
                "",
                "arn:aws:sts::111122223333:assumed-role/App/s" + random.nextInt(2),
                Quantities.tokens(random.nextInt(1_000), random.nextInt(1_000)),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? "batch" : "",
                false,
                random.nextInt(10) == 0 ? "ThrottlingException" : "",
                -1,
                random.nextBoolean() ? Map.of("team", value()) : Map.of("cost-center", value(), "trace", value()),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }

    private TagEvent event(String requestId) {
        return new TagEvent(
                requestId,
                Map.of("Environment", value()),
                random.nextInt(3) == 0 ? "proj_1" : "",
                random.nextInt(3) == 0 ? Samples.PROFILE_ARN : "",
                random.nextInt(3) == 0 ? "default" : "",
                random.nextInt(3) == 0 ? random.nextInt(500) : -1,
                random.nextBoolean(),
                "test",
                requestId,
                time());
    }

    private String value() {
        return VALUES[random.nextInt(VALUES.length)];
    }

    private Instant time() {
        return Samples.NOON.minus(Duration.ofMillis(random.nextInt(3_600_000)));
    }
}
