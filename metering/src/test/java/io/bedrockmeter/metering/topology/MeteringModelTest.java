package io.bedrockmeter.metering.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageTotal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random worlds of calls, stream twins, duplicates, tag events, profiles and prices, fed in random order with time passing
 * in between, against a reference that looks at the whole world at once.
 */
class MeteringModelTest {

    private static final String PROFILE_PREFIX =
            "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/profile";

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void totals_equal_those_of_a_naive_reference_in_any_order(long seed) {
        World world = new World(new Random(seed));

        Map<String, Totals> inOrder = play(world, world.shuffled(0));
        Map<String, Totals> shuffled = play(world, world.shuffled(seed + 1_000));

        assertThat(inOrder).as("seed %d, against the reference", seed).isEqualTo(world.expectedByTeam());
        assertThat(shuffled).as("seed %d, another order", seed).isEqualTo(inOrder);
    }

    private static Map<String, Totals> play(World world, List<Step> steps) {
        Random pauses = new Random(steps.size());
        try (MeteringHarness metering = new MeteringHarness()) {
            for (Step step : steps) {
                step.play(metering);
                if (pauses.nextInt(20) == 0) {
                    metering.pass(Duration.ofMillis(pauses.nextInt(2_000)));
                }
            }
            metering.settle();
            Map<String, Totals> byTeam = new TreeMap<>();
            metering.spend(Granularity.MONTH).values().stream()
                    .filter(spend -> spend.tagKey().equals("Team"))
                    .forEach(spend -> byTeam.merge(spend.tagValue(), spend.totals(), Totals::plus));
            byTeam.values().removeIf(Totals.ZERO::equals);
            assertTopicsAgree(metering);
            return byTeam;
        }
    }

    private static void assertTopicsAgree(MeteringHarness metering) {
        for (Granularity granularity : Granularity.values()) {
            Totals cells = metering.usage(granularity).values().stream()
                    .map(UsageTotal::totals)
                    .reduce(Totals.ZERO, Totals::plus);
            Totals teams = metering.spend(granularity).values().stream()
                    .filter(spend -> spend.tagKey().equals("Team"))
                    .map(TagSpend::totals)
                    .reduce(Totals.ZERO, Totals::plus);
            assertThat(teams).as("teams against cells per " + granularity).isEqualTo(cells);
        }
    }

    private interface Step {
        void play(MeteringHarness metering);
    }

    private static final class World {
        private static final int REQUESTS = 120;
        private static final List<String> MODELS =
                List.of("anthropic.claude-a", "amazon.nova-b", "meta.llama-c", "qwen.unpriced");
        private static final List<String> TEAMS = List.of("search", "chat", "data");

        private final Random random;
        private final List<Step> steps = new ArrayList<>();
        private final Map<String, List<BigDecimal>> prices = new HashMap<>();
        private final Map<String, List<TagVersion>> profileTags = new HashMap<>();
        private final Map<String, Totals> expected = new TreeMap<>();

        World(Random random) {
            this.random = random;
            makePrices();
            makeProfiles();
            for (int i = 0; i < REQUESTS; i++) {
                makeRequest("r" + i);
            }
            expected.values().removeIf(Totals.ZERO::equals);
        }

        private void makePrices() {
            for (String model : MODELS.subList(0, 3)) {
                String input = BigDecimal.valueOf(random.nextInt(10_000), 3).toPlainString();
                String output = BigDecimal.valueOf(random.nextInt(50_000), 3).toPlainString();
                prices.put(model, List.of(new BigDecimal(input), new BigDecimal(output)));
                RateSchedule schedule = Samples.rates(model, input, output);
                steps.add(metering -> metering.rates(schedule));
            }
        }

        private void makeProfiles() {
            for (int i = 0; i < 4; i++) {
                String arn = PROFILE_PREFIX + i;
                List<TagVersion> history = List.of(
                        new TagVersion(Instant.EPOCH, i == 3 ? Map.of() : Map.of("Team", TEAMS.get(i % 3))),
                        new TagVersion(
                                Samples.NOON.minus(Duration.ofHours(3)), Map.of("team", TEAMS.get((i + 1) % 3))));
                profileTags.put(arn, history);
                Profile profile = new Profile(arn, "p" + i, MODELS.get(i), Scope.REGIONAL, "ACTIVE", history);
                steps.add(metering -> metering.profile(profile));
            }
        }

        private void makeRequest(String id) {
            Instant time = Samples.NOON.minusSeconds(random.nextInt(6 * 3_600));
            int which = random.nextInt(4);
            boolean throughProfile = random.nextBoolean();
            String modelId = throughProfile ? PROFILE_PREFIX + which : MODELS.get(which);
            Map<String, String> metadata = random.nextInt(3) == 0 ? Map.of("TEAM", pick(TEAMS)) : Map.of();
            long input = random.nextInt(5_000);
            long output = random.nextInt(2_000);
            Invocation call = Samples.call(id, modelId, time, Quantities.tokens(input, output), metadata);
            steps.add(metering -> metering.invocation(call));
            if (random.nextInt(3) == 0) {
                Invocation start = Samples.call(id, modelId, time.minusSeconds(2), Quantities.NONE, metadata);
                steps.add(metering -> metering.invocation(start));
            }
            for (int copies = random.nextInt(3); copies > 0; copies--) {
                steps.add(metering -> metering.invocation(call));
            }
            String said = makeTagEvents(id, time);
            expect(MODELS.get(which), time, input, output, team(throughProfile, which, time, said, metadata));
        }

        /** Adds up to three tag events and returns the team that the last of them says, or an empty text. */
        private String makeTagEvents(String id, Instant time) {
            String said = "";
            for (int i = 0; i < random.nextInt(4); i++) {
                said = pick(TEAMS);
                TagEvent event = Samples.tags(id, Map.of("Team", said), time.plusSeconds(i));
                steps.add(metering -> metering.tagEvent(event));
                if (random.nextBoolean()) {
                    steps.add(metering -> metering.tagEvent(event));
                }
            }
            return said;
        }

        private String team(
                boolean throughProfile, int which, Instant time, String said, Map<String, String> metadata) {
            if (throughProfile) {
                List<TagVersion> history = profileTags.get(PROFILE_PREFIX + which);
                boolean isNew = !time.isBefore(history.get(1).validFrom());
                if (isNew) {
                    return history.get(1).tags().get("team");
                }
                if (!history.get(0).tags().isEmpty()) {
                    return history.get(0).tags().get("Team");
                }
            }
            if (!said.isEmpty()) {
                return said;
            }
            return metadata.getOrDefault("TEAM", Dimensions.UNATTRIBUTED);
        }

        private void expect(String model, Instant time, long input, long output, String team) {
            List<BigDecimal> price = prices.get(model);
            BigDecimal cost =
                    price == null ? BigDecimal.ZERO : cost(input, price.get(0)).add(cost(output, price.get(1)));
            Totals one = new Totals(
                    1,
                    0,
                    price == null ? 1 : 0,
                    team.equals(Dimensions.UNATTRIBUTED) ? 1 : 0,
                    Quantities.tokens(input, output),
                    io.bedrockmeter.schemas.money.Money.ofUsd(cost),
                    io.bedrockmeter.schemas.money.Money.ofUsd(cost));
            expected.merge(team, one, Totals::plus);
        }

        private static BigDecimal cost(long tokens, BigDecimal perMillion) {
            return BigDecimal.valueOf(tokens)
                    .multiply(perMillion)
                    .divide(BigDecimal.valueOf(1_000_000), 12, RoundingMode.HALF_UP);
        }

        private String pick(List<String> from) {
            return from.get(random.nextInt(from.size()));
        }

        List<Step> shuffled(long seed) {
            List<Step> shuffled = new ArrayList<>(steps);
            if (seed != 0) {
                Collections.shuffle(shuffled, new Random(seed));
            }
            return shuffled;
        }

        Map<String, Totals> expectedByTeam() {
            return expected;
        }
    }
}
