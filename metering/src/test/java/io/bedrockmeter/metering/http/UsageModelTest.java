package io.bedrockmeter.metering.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.http.EventLog.Event;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random questions about random requests, against adding up the requests one by one. */
final class UsageModelTest {

    private static final Instant START = Instant.parse("2026-10-15T00:00:00Z");
    private static final int MINUTES = 37 * 24 * 60;
    private static final List<String> TEAMS = List.of("search", "ads", "a|b", "c:d", "é,\"", Dimensions.UNATTRIBUTED);
    private static final List<String> MODELS = List.of(Events.NOVA, Events.SONNET);
    private static final List<String> LENGTHS = List.of("total", "month", "day", "hour");

    @ParameterizedTest
    @CsvSource({"UTC,1", "Europe/Berlin,2", "Asia/Kolkata,3", "America/New_York,4", "Australia/Lord_Howe,5"})
    void answers_equal_sums_over_single_requests(String zone, long seed) {
        Random random = new Random(seed);
        try (Explorer explorer = Explorer.in(zone).start()) {
            for (int i = 0; i < 400; i++) {
                explorer.log.add(randomEvent(random));
            }
            for (int i = 0; i < 60; i++) {
                Case question = randomCase(random, ZoneId.of(zone));

                JsonNode answer = explorer.usage(question.parameters.toArray(String[]::new));

                assertThat(groups(answer))
                        .as("seed %d, question %d: %s", seed, i, question.parameters)
                        .isEqualTo(question.expected(explorer.log.events()));
            }
        }
    }

    private record Case(
            List<String> parameters, Instant from, Instant to, Predicate<Event> filter, String length, ZoneId zone) {

        Map<String, Money> expected(List<Event> events) {
            Map<String, Money> groups = new TreeMap<>();
            for (Event event : events) {
                boolean inRange = !event.time().isBefore(from) && event.time().isBefore(to);
                if (inRange && filter.test(event)) {
                    groups.merge(
                            window(event.time()) + event.dimensions().tags().get("Team"),
                            event.totals().cost(),
                            Money::plus);
                }
            }
            return groups;
        }

        private String window(Instant time) {
            ZonedDateTime local = time.atZone(zone);
            return switch (length) {
                case "hour" -> time.truncatedTo(ChronoUnit.HOURS) + " ";
                case "day" -> local.toLocalDate().atStartOfDay(zone).toInstant() + " ";
                case "month" ->
                    local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant() + " ";
                default -> "";
            };
        }
    }

    private static Case randomCase(Random random, ZoneId zone) {
        Instant from = randomTime(random, zone);
        Instant to = randomTime(random, zone);
        if (to.isBefore(from)) {
            Instant swap = from;
            from = to;
            to = swap;
        }
        to = to.equals(from) ? to.plusSeconds(60) : to;
        String length = LENGTHS.get(random.nextInt(LENGTHS.size()));
        List<String> parameters = new ArrayList<>(
                List.of("group_by", "Team", "granularity", length, "from", from.toString(), "to", to.toString()));
        String team = TEAMS.get(random.nextInt(TEAMS.size()));
        String model = MODELS.get(random.nextInt(MODELS.size()));
        Predicate<Event> filter = event -> true;
        switch (random.nextInt(4)) {
            case 0 -> {
                parameters.addAll(List.of("filter", "Team:not:" + team.replace("|", "\\|")));
                filter = event -> !team.equals(event.dimensions().tags().get("Team"));
            }
            case 1 -> {
                parameters.addAll(List.of("filter", "Team:in:ads|" + team.replace("|", "\\|")));
                filter = event ->
                        List.of("ads", team).contains(event.dimensions().tags().get("Team"));
            }
            case 2 -> {
                parameters.addAll(
                        List.of("filter", "model:prefix:" + model.substring(0, 6), "filter", "region:us-east-1"));
                filter = event -> event.dimensions().model().equals(model);
            }
            default -> {}
        }
        return new Case(parameters, from, to, filter, length, zone);
    }

    /** Some times are the start of a day or hour. */
    private static Instant randomTime(Random random, ZoneId zone) {
        Instant time = START.plus(Duration.ofMinutes(random.nextInt(MINUTES)));
        return switch (random.nextInt(3)) {
            case 0 -> time.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
            case 1 -> time.truncatedTo(ChronoUnit.HOURS);
            default -> time;
        };
    }

    private static Event randomEvent(Random random) {
        return Events.event(
                START.plusMillis(random.nextInt(MINUTES) * 60_000L + random.nextInt(60_000)),
                TEAMS.get(random.nextInt(TEAMS.size())),
                "app" + random.nextInt(3),
                MODELS.get(random.nextInt(MODELS.size())),
                1,
                Money.ofPicos(1 + random.nextInt(1_000_000_000)));
    }

    private static Map<String, Money> groups(JsonNode answer) {
        Map<String, Money> groups = new TreeMap<>();
        for (JsonNode group : answer.get("groups")) {
            String window = group.at("/key/windowStart").isMissingNode()
                    ? ""
                    : group.at("/key/windowStart").asText() + " ";
            groups.put(
                    window + group.at("/key/Team").asText(),
                    Money.parse(group.get("cost").asText()));
        }
        return groups;
    }
}
