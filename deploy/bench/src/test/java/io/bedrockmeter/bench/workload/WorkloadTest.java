package io.bedrockmeter.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.InvocationLogParser;
import io.bedrockmeter.ingest.log.ParseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkloadTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int REQUESTS = 20_000;

    private final Shape shape = new Shape(Long.getLong("tests.seed", 1), REQUESTS, 0, 200, 40, false, START);
    private final Calls calls = new Calls(shape);
    private final Names names = new Names(shape);

    private List<Call> all() {
        return LongStream.range(0, REQUESTS).mapToObj(calls::call).toList();
    }

    private static final class Arrivals implements Delivery.Receiver {
        private final Map<String, Integer> invocations = new HashMap<>();
        private final Map<String, Integer> tagEvents = new HashMap<>();

        @Override
        public void invocation(Call call) {
            invocations.merge(call.requestId(), 1, Integer::sum);
        }

        @Override
        public void tagEvent(Call call) {
            tagEvents.merge(call.requestId(), 1, Integer::sum);
        }
    }

    @Test
    void normalised_records_are_what_ingest_reads_from_the_log_records() {
        // Given
        InvocationLogParser parser = new InvocationLogParser(Clock.systemUTC());
        CallRecords records = new CallRecords(names);
        for (boolean bodies : new boolean[] {false, true}) {
            LogJson json = new LogJson(names, bodies);
            for (Call call : all().subList(0, 500)) {
                byte[] bytes = json.invocation(call);
                // When
                ParseResult result = parser.parse(bytes, 0, bytes.length, LogJson.SOURCE);
                // Then
                assertThat(result).isEqualTo(new ParseResult.Parsed(records.invocation(call), false));
            }
        }
    }

    @Test
    void log_records_are_as_long_as_real_ones() {
        // Given
        LogJson without = new LogJson(names, false);
        LogJson with = new LogJson(names, true);
        // When
        IntStream lengths = all().stream()
                .flatMap(call -> List.of(without.invocation(call), with.invocation(call)).stream())
                .mapToInt(bytes -> bytes.length);
        // Then
        assertThat(lengths.summaryStatistics()).satisfies(length -> {
            assertThat(length.getMin()).isBetween(300, 700);
            assertThat(length.getMax()).isBetween(2_000, 2_600);
        });
    }

    @Test
    void calls_have_the_shares_that_the_shape_promises() {
        // Given
        List<Call> made = all();
        // When
        long tagged = made.stream().filter(Call::isTagged).count();
        long late = made.stream().filter(call -> call.tagDelay() >= 10_000).count();
        long repeated = made.stream().filter(Call::isRepeated).count();
        Set<Integer> applications = new HashSet<>();
        Set<Integer> models = new HashSet<>();
        Set<String> ids = new HashSet<>();
        made.forEach(call -> {
            applications.add(call.application());
            models.add(call.model());
            ids.add(call.requestId());
        });
        // Then
        assertThat(tagged / (double) REQUESTS).isBetween(0.79, 0.81);
        assertThat(late / (double) tagged).isBetween(0.09, 0.11);
        assertThat(repeated / (double) REQUESTS).isBetween(0.008, 0.012);
        assertThat(applications).hasSize(200);
        assertThat(models).hasSize(40);
        assertThat(ids).hasSize(REQUESTS);
    }

    @Test
    void every_record_arrives_as_often_as_the_call_says() {
        // Given
        Arrivals arrivals = new Arrivals();
        // When
        Delivery.deliver(calls, arrivals);
        // Then
        assertThat(all()).allSatisfy(call -> {
            int times = call.isRepeated() ? 2 : 1;
            assertThat(arrivals.invocations.get(call.requestId())).isEqualTo(times);
            assertThat(arrivals.tagEvents.getOrDefault(call.requestId(), 0)).isEqualTo(call.isTagged() ? times : 0);
        });
    }

    @Test
    void the_oracle_counts_every_request_once_in_the_whole_of_the_month() {
        // Given
        Oracle oracle = new Oracle(calls, names);
        Sum expected = all().stream()
                .map(call -> new Sum(
                        1, call.inputTokens(), call.outputTokens(), call.cacheReadTokens(), names.costPicos(call)))
                .reduce(Sum.ZERO, Sum::plus);
        Book whole = new Book();
        whole.put(Book.tag("month", Instant.parse("2026-11-01T00:00:00Z"), "*", "*"), expected);
        // When
        List<String> differences = oracle.book().differences(whole);
        // Then
        assertThat(differences).noneMatch(difference -> difference.startsWith("month|2026-11-01T00:00:00Z|*=*"));
    }

    @Test
    void a_book_is_read_as_it_was_written_and_names_every_difference(@TempDir Path directory) throws IOException {
        // Given
        Book book = new Oracle(calls, names).book();
        book.write(directory.resolve("book"));
        Book other = Book.read(directory.resolve("book"));
        List<String> before = new ArrayList<>(book.differences(other));
        other.add(Book.tag("month", Instant.parse("2026-11-01T00:00:00Z"), "*", "*"), new Sum(0, 0, 0, 0, 1));
        // When
        List<String> after = book.differences(other);
        // Then
        assertThat(before).isEmpty();
        assertThat(after).hasSize(2).element(1).asString().startsWith("month|2026-11-01T00:00:00Z|*=*: expected ");
    }
}
