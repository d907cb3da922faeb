package io.bedrockmeter.ingest.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.ingest.cloudwatch.FakeLogs.Fault;
import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.sink.WrittenDeadLetters;
import io.bedrockmeter.ingest.source.CollectingSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.News;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are late, repeated, broken; requests that fail in every way; crashes at any commit. */
class CloudWatchSourceTest {

    private static final String GROUP = "/aws/bedrock/modelinvocations";
    private static final LogGroup LIVE = LogGroup.of(GROUP, "us-east-1");
    private static final Pace FAST =
            new Pace(region -> 5_000, new Backoff(Duration.ofMillis(2), Duration.ofMillis(20)), 300);
    private static final List<String> PROPERTIES =
            List.of("aws.endpointUrlCloudWatchLogs", "aws.endpointUrlSts", "aws.accessKeyId", "aws.secretAccessKey");

    private final CollectingSink sink = new CollectingSink();
    private final News news = new News();
    private final MovableClock clock = new MovableClock();
    private FakeLogs logs;

    CloudWatchSourceTest() throws IOException {
        logs = new FakeLogs();
    }

    @BeforeEach
    void pointTheSdkHere() {
        System.setProperty("aws.endpointUrlCloudWatchLogs", logs.url());
        System.setProperty("aws.endpointUrlSts", logs.url());
        System.setProperty("aws.accessKeyId", "OWN");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void restore() {
        PROPERTIES.forEach(System::clearProperty);
        logs.close();
    }

    @Test
    void new_events_are_handed_over_once_however_often_they_are_met() {
        // Given
        add("e1", -5_000);
        add("e2", -5_000);
        broken("e3", -1_000);
        // When
        try (CloudWatchSource source = tail(LIVE)) {
            until(source, () -> sink.invocations.size() == 2);
            add("e4", 0);
            until(source, () -> sink.invocations.size() == 3);
            long before = source.status().get(0).repeated();
            until(source, () -> source.status().get(0).repeated() > before + 8);
        }
        // Then
        assertThat(sink.requestIds()).containsExactly("e1", "e2", "e4");
        assertThat(sink.deadLetters)
                .extracting(DeadLetter::origin)
                .containsExactly("cloudwatch:own:us-east-1:" + GROUP + ":e3");
        assertThat(sink.invocations).extracting(Invocation::source).containsOnly("cloudwatch:own:us-east-1:" + GROUP);
    }

    @Test
    void an_event_that_becomes_visible_minutes_late_is_found_as_long_as_the_overlap_reaches() {
        add("e1", -1_000);
        try (CloudWatchSource source = tail(LIVE)) {
            until(source, () -> sink.invocations.size() == 1);
            clock.advance(Duration.ofSeconds(55));
            until(source, () -> passed(source, 2));

            addAt("late", clock.millis() - 58_000);
            until(source, () -> sink.invocations.size() == 2);
        }

        assertThat(sink.requestIds()).containsExactly("e1", "late");
    }

    @Test
    void the_watermark_stays_the_overlap_behind_the_last_complete_pass() {
        add("e1", -1_000);
        try (CloudWatchSource source = tail(LIVE)) {
            Instant behind = clock.instant().minusSeconds(60);
            until(source, () -> source.status().get(0).completeUntil().equals(behind));
            clock.advance(Duration.ofSeconds(30));
            until(source, () -> source.status().get(0).completeUntil().equals(behind.plusSeconds(30)));
        }

        assertThat(TailPosition.decode(sink.checkpoints.get(LIVE.source()).position()))
                .contains(new TailPosition(clock.millis() - 60_000, List.of()));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_request_that_fails_is_made_again_and_seen_in_the_status(Fault fault) {
        // Given
        logs.pagesOf(2);
        for (int i = 0; i < 9; i++) {
            add("e" + i, -9_000 + i);
        }
        try (CloudWatchSource source = tail(LIVE)) {
            until(source, () -> !sink.invocations.isEmpty());
            // When
            logs.failNext(fault);
            logs.failNext(fault);
            logs.failNext(fault);
            until(source, () -> problems(source) > 0 && sink.invocations.size() == 9);
            until(source, () -> source.status().get(0).problem().isEmpty());
            // Then
            TailStatus status = source.status().get(0);
            assertThat(status.throttled() > 0).isEqualTo(fault == Fault.THROTTLE);
        }
        assertThat(sink.requestIds()).doesNotHaveDuplicates();
    }

    @Test
    void credentials_of_a_role_that_are_not_accepted_any_more_are_replaced() {
        LogGroup other = new LogGroup(
                GROUP,
                "eu-central-1",
                Optional.of("arn:aws:iam::222233334444:role/meter"),
                Optional.of("secret-id"),
                Optional.empty());
        add("e1", -1_000);
        try (CloudWatchSource source = tail(other)) {
            until(source, () -> sink.invocations.size() == 1);
            logs.failNext(Fault.CREDENTIALS_EXPIRED);
            until(source, () -> logs.assumedRoles().size() == 2);
            add("e2", 0);
            until(source, () -> sink.invocations.size() == 2);
        }

        assertThat(logs.assumedRoles().get(0)).contains("ExternalId=secret-id", "role%2Fmeter");
        assertThat(logs.keyIds()).contains("ASSUMED1", "ASSUMED2").doesNotContain("OWN");
        assertThat(sink.checkpoints).containsOnlyKeys("cloudwatch:222233334444:eu-central-1:" + GROUP);
    }

    @Test
    void a_group_that_does_not_exist_yet_does_not_hold_up_the_others() {
        LogGroup missing = LogGroup.of("later", "us-east-1");
        add("e1", -1_000);
        try (CloudWatchSource source = tail(missing, LIVE)) {
            until(
                    source,
                    () -> sink.invocations.size() == 1
                            && source.status().get(0).problem().startsWith("ResourceNotFoundException"));
            logs.add("later", event("e2", clock.millis()));
            until(source, () -> sink.invocations.size() == 2);
        }

        assertThat(sink.requestIds()).containsExactly("e1", "e2");
    }

    @Test
    void a_group_given_by_arn_is_asked_for_by_arn() {
        String arn = "arn:aws:logs:us-west-2:333344445555:log-group:shared";
        logs.add(arn, event("e1", clock.millis()));
        LogGroup shared = new LogGroup(arn + ":*", "us-west-2", Optional.empty(), Optional.empty(), Optional.empty());
        try (CloudWatchSource source = tail(shared)) {
            until(source, () -> sink.invocations.size() == 1);
        }

        assertThat(sink.invocations)
                .extracting(Invocation::source)
                .containsExactly("cloudwatch:333344445555:us-west-2:shared");
        assertThat(logs.requests()).allMatch(request -> !request.has("logGroupName"));
    }

    @Test
    void a_restart_loses_nothing_and_doubles_no_dead_letter() {
        // Given
        add("e1", -30_000);
        broken("e2", -20_000);
        try (CloudWatchSource source = tail(LIVE)) {
            until(source, () -> sink.invocations.size() + sink.deadLetters.size() == 2);
        }
        // When
        add("e3", -25_000);
        broken("e4", -20_000);
        clock.advance(Duration.ofSeconds(400));
        add("e5", -100_000);
        try (CloudWatchSource source = tail(LIVE)) {
            until(source, () -> ids().containsAll(Set.of("e1", "e3", "e5")) && passed(source, 3));
        }
        // Then
        assertThat(ids()).containsExactlyInAnyOrder("e1", "e3", "e5");
        assertThat(sink.deadLetters)
                .extracting(letter -> letter.origin().replaceAll(".*:", ""))
                .containsExactlyInAnyOrder("e2", "e4");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_the_endpoint_does_every_event_arrives_exactly_once(long seed) {
        // Given
        Random random = new Random(seed);
        logs.pagesOf(7);
        logs.misbehave(random);
        List<LogEvent> late = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            LogEvent event = eventOrJunk("e" + i, clock.millis() - random.nextInt(50) * 1_000L, i % 10 == 0);
            if (random.nextInt(4) == 0) {
                late.add(event);
            } else {
                logs.add(GROUP, event);
            }
        }
        // When
        try (CloudWatchSource source = tail(LIVE)) {
            until(source, () -> sink.invocations.size() > 20);
            late.forEach(event -> logs.add(GROUP, event));
            until(source, () -> sink.invocations.size() >= 135 && sink.deadLetters.size() >= 15);
            logs.behave();
            until(source, () -> passed(source, 3));
        }
        // Then
        assertThat(sink.requestIds()).as("seed %d", seed).hasSize(135).doesNotHaveDuplicates();
        assertThat(sink.deadLetters)
                .as("seed %d", seed)
                .hasSize(15)
                .extracting(DeadLetter::origin)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_backfill_that_crashes_at_random_commits_loses_and_doubles_nothing(long seed) {
        // Given
        Random random = new Random(seed);
        logs.pagesOf(5);
        logs.misbehave(random);
        Instant from = clock.instant().minus(Duration.ofHours(6));
        for (int i = 0; i < 600; i++) {
            long at = from.toEpochMilli() + random.nextInt(5 * 3_600) * 1_000L;
            logs.add(GROUP, eventOrJunk("e" + i, at, i % 10 == 0));
        }
        LogGroup group = new LogGroup(GROUP, "us-east-1", Optional.empty(), Optional.empty(), Optional.of(from));
        // When
        for (int crash = 0; crash < 12; crash++) {
            sink.crashAfter(random.nextInt(12));
            try (CloudWatchSource source = tail(group)) {
                int polls = 40 + random.nextInt(200);
                for (int i = 0; i < polls; i++) {
                    step(source);
                }
            }
            sink.restart();
        }
        int before = sink.invocations.size();
        try (CloudWatchSource source = tail(group)) {
            until(source, () -> source.status().get(0).missing().isZero());
        }
        // Then
        assertThat(before)
                .as("seed %d: something was committed between crashes", seed)
                .isBetween(1, 539);
        assertThat(sink.requestIds()).as("seed %d", seed).hasSize(540).doesNotHaveDuplicates();
        assertThat(sink.deadLetters)
                .as("seed %d", seed)
                .hasSize(60)
                .extracting(DeadLetter::origin)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_backfill_reads_its_slices_side_by_side_and_does_not_keep_the_live_end_waiting() {
        // Given
        Instant from = clock.instant().minus(Duration.ofDays(2));
        LogGroup group = new LogGroup(GROUP, "us-east-1", Optional.empty(), Optional.empty(), Optional.of(from));
        addAt("old", from.toEpochMilli());
        add("new", -1_000);
        // When
        try (CloudWatchSource source = tail(group)) {
            until(source, () -> ids().containsAll(Set.of("new", "old")));
            assertThat(source.status().get(0).missing()).isPositive();
            assertThat(source.status().get(0).backfill()).isGreaterThan(Duration.ofHours(47));
        }
        // Then
        Set<Long> starts = logs.requests().stream()
                .filter(request -> request.path("startTime").asLong() < clock.millis() - 3_600_000)
                .map(request -> request.path("startTime").asLong())
                .collect(Collectors.toSet());
        assertThat(starts).hasSizeGreaterThanOrEqualTo(3).contains(from.toEpochMilli());
        assertThat(logs.requests())
                .extracting((JsonNode request) ->
                        request.path("logStreamNames").path(0).asText())
                .containsOnly("aws/bedrock/modelinvocations");
    }

    private CloudWatchSource tail(LogGroup... groups) {
        CloudWatchConfig config = new CloudWatchConfig(
                List.of(groups),
                CloudWatchConfig.BEDROCK_STREAM,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofMillis(100),
                Duration.ofMinutes(10),
                3,
                1024 * 1024);
        Set<String> written = sink.deadLetters.stream().map(DeadLetter::origin).collect(Collectors.toSet());
        return new CloudWatchSource(
                config,
                clock,
                sink,
                new IngestCounters(),
                sink.checkpoints,
                new WrittenDeadLetters(written),
                news,
                FAST);
    }

    private void until(CloudWatchSource source, BooleanSupplier done) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    step(source);
                    return done.getAsBoolean();
                });
    }

    private void step(CloudWatchSource source) {
        source.poll();
        sink.commitIfDue();
        try {
            news.await(Duration.ofMillis(2));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether so many full passes have begun since the clock was moved, and all but the last have ended. */
    private boolean passed(CloudWatchSource source, int passes) {
        Instant target = clock.instant().minusSeconds(60);
        long full = logs.requests().stream()
                .filter(request -> request.path("endTime").asLong() == clock.millis()
                        && request.path("startTime").asLong() <= target.toEpochMilli())
                .count();
        return full >= passes && !source.status().get(0).completeUntil().isBefore(target);
    }

    private static long problems(CloudWatchSource source) {
        TailStatus status = source.status().get(0);
        return status.throttled() + status.failed();
    }

    private Set<String> ids() {
        return Set.copyOf(sink.requestIds());
    }

    private void add(String id, long offsetMs) {
        addAt(id, clock.millis() + offsetMs);
    }

    private void addAt(String id, long timestampMs) {
        logs.add(GROUP, event(id, timestampMs));
    }

    private void broken(String id, long offsetMs) {
        logs.add(GROUP, eventOrJunk(id, clock.millis() + offsetMs, true));
    }

    private static LogEvent event(String id, long timestampMs) {
        return eventOrJunk(id, timestampMs, false);
    }

    private static LogEvent eventOrJunk(String id, long timestampMs, boolean junk) {
        return new LogEvent(id, timestampMs, junk ? "junk" : Records.line(id, 1));
    }
}
