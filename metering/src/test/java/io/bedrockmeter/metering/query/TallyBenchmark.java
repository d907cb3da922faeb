package io.bedrockmeter.metering.query;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * How long it takes to group 100,000 cells, told on the console: {@code java -cp ... TallyBenchmark}. The target is 200 ms
 * for one tag. No test: times depend on the machine. Times are those of the processor, so that neighbours do not count.
 */
public final class TallyBenchmark {

    private static final int CELLS = 100_000;
    private static final int ROUNDS = 40;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private TallyBenchmark() {}

    public static void main(String[] arguments) {
        List<UsageRow> rows = rows();
        Calendar calendar = new Calendar(ZoneOffset.UTC);
        for (List<String> keys :
                List.of(List.of("Team"), List.of("principal"), List.of("Team", "model", "Application"))) {
            Question question =
                    new Question(keys.stream().map(Grouping::of).toList(), List.of(), TimeRange.ALL, Optional.empty());
            List<Long> times = new ArrayList<>();
            int lines = 0;
            for (int i = 0; i < ROUNDS; i++) {
                long start = THREADS.getCurrentThreadCpuTime();
                Tally tally = new Tally(question, calendar, 200_000);
                rows.forEach(tally::add);
                lines = Arranged.of(tally.groups(), Map.of(), Arrangement.COSTLIEST_FIRST)
                        .lines()
                        .size();
                times.add((THREADS.getCurrentThreadCpuTime() - start) / 1_000);
            }
            long first = times.get(0);
            List<Long> sorted = times.stream().sorted().toList();
            System.out.printf(
                    "%d cells by %s: %d groups, first %d us, median %d us, slowest warm %d us%n",
                    CELLS,
                    keys,
                    lines,
                    first,
                    sorted.get(ROUNDS / 2),
                    times.subList(ROUNDS / 2, ROUNDS).stream()
                            .max(Long::compare)
                            .orElseThrow());
        }
    }

    /** As a store hands them over: every row with strings and maps of its own. */
    private static List<UsageRow> rows() {
        Random random = new Random(1);
        List<UsageRow> rows = new ArrayList<>();
        for (int i = 0; i < CELLS; i++) {
            Map<String, String> tags = new LinkedHashMap<>();
            tags.put("Application", "application-" + random.nextInt(50));
            tags.put("Environment", "environment-" + random.nextInt(3));
            tags.put("Team", "team-" + random.nextInt(200));
            tags.put("CostCenter", "cost-center-" + random.nextInt(40));
            tags.put("Owner", "owner-" + random.nextInt(500));
            Dimensions dimensions = new Dimensions(
                    tags,
                    "111122223333",
                    "us-east-" + random.nextInt(2),
                    "model-" + random.nextInt(20),
                    "us.model",
                    "regional",
                    Dimensions.NONE,
                    Dimensions.NONE,
                    "arn:aws:sts::111122223333:assumed-role/r/" + random.nextInt(9_000),
                    "Converse",
                    "default");
            Money cost = Money.ofPicos(random.nextInt());
            rows.add(new UsageRow(
                    Instant.parse("2026-11-01T00:00:00Z"),
                    dimensions,
                    new Totals(1, 0, 0, 0, Quantities.tokens(random.nextInt(9_999), 5), cost, cost)));
        }
        return rows;
    }
}
