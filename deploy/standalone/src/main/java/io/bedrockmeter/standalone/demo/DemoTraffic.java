package io.bedrockmeter.standalone.demo;

import io.bedrockmeter.standalone.demo.DemoMessage.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The traffic, with everything that makes real traffic hard to meter: streams logged twice, duplicates, cut-off records, failed and blocked
 * calls, cache hits, tags that come late or never. The same seed and start give the same messages. Not thread-safe.
 */
public final class DemoTraffic {

    private static final double NANOS_PER_SECOND = 1e9;

    /** One record in fifty is delivered a second time. */
    private static final int DUPLICATES_PER_MILLE = 20;

    private static final int THROTTLED_PER_MILLE = 12;
    private static final int BLOCKED_PER_MILLE = 5;
    private static final int DAMAGED_PER_MILLE = 2;
    private static final int VERY_LATE_TAGS_PER_MILLE = 150;
    private static final int CACHE_MISSES_PER_MILLE = 60;

    private record Queued(DemoMessage message, long order) {}

    private final SplittableRandom random;
    private final double callsPerSecond;
    private final List<Workload> workloads = DemoCompany.workloads();
    private final int totalWeight =
            workloads.stream().mapToInt(Workload::weight).sum();
    private final PriorityQueue<Queued> queue = new PriorityQueue<>(
            Comparator.comparing((Queued queued) -> queued.message().dueAt()).thenComparingLong(Queued::order));

    private Instant nextCallAt;
    private long queued;

    /** @param callsPerSecond average number of calls; each makes one to five messages */
    public DemoTraffic(long seed, int callsPerSecond, Instant start) {
        this.random = new SplittableRandom(seed);
        this.callsPerSecond = callsPerSecond;
        this.nextCallAt = start;
    }

    /** What has arrived since the last time, in order. */
    public List<DemoMessage> until(Instant now) {
        while (!nextCallAt.isAfter(now)) {
            send(call(nextCallAt));
            nextCallAt = nextCallAt.plus(gap());
        }
        List<DemoMessage> due = new ArrayList<>();
        while (!queue.isEmpty() && !queue.peek().message().dueAt().isAfter(now)) {
            due.add(queue.remove().message());
        }
        return due;
    }

    /** Time to the next call: independent callers give exponential gaps. */
    private Duration gap() {
        double seconds = -Math.log(1 - random.nextDouble()) / callsPerSecond;
        return Duration.ofNanos(Math.max(1, (long) (seconds * NANOS_PER_SECOND)));
    }

    private Call call(Instant at) {
        Workload workload = pick();
        boolean cached = workload.cachedTokens() > 0;
        boolean miss = cached && chance(CACHE_MISSES_PER_MILLE);
        return new Call(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                at,
                workload,
                outcome(workload),
                around(workload.inputTokens()),
                around(workload.outputTokens()),
                cached && !miss ? workload.cachedTokens() : 0,
                miss ? workload.cachedTokens() : 0);
    }

    private Workload pick() {
        int left = random.nextInt(totalWeight);
        for (Workload workload : workloads) {
            left -= workload.weight();
            if (left < 0) {
                return workload;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private Call.Outcome outcome(Workload workload) {
        if (workload.tagging() == Workload.Tagging.PROJECT) {
            return Call.Outcome.ANSWERED;
        }
        if (chance(THROTTLED_PER_MILLE)) {
            return Call.Outcome.THROTTLED;
        }
        return chance(BLOCKED_PER_MILLE) ? Call.Outcome.BLOCKED : Call.Outcome.ANSWERED;
    }

    private void send(Call call) {
        Workload workload = call.workload();
        if (workload.tagging() == Workload.Tagging.PROJECT) {
            Instant sentAt = call.at().plus(between(200, 900));
            queue(sentAt, Kind.EVENT, DemoJson.usageEvent(call, sentAt));
            return;
        }
        Instant logged = call.at().plus(between(300, 1_500));
        if (workload.streams() && call.outcome() == Call.Outcome.ANSWERED) {
            queue(logged, Kind.LOG_RECORD, DemoJson.streamStart(call));
            logged = logged.plus(between(500, 3_000));
        }
        byte[] record = DemoJson.record(call);
        queue(logged, Kind.LOG_RECORD, record);
        if (chance(DAMAGED_PER_MILLE)) {
            queue(logged, Kind.LOG_RECORD, Arrays.copyOf(record, record.length / 2));
        }
        if (chance(DUPLICATES_PER_MILLE)) {
            queue(logged.plus(between(0, 5_000)), Kind.LOG_RECORD, record);
        }
        if (workload.tagging() == Workload.Tagging.TAG_EVENT) {
            Duration delay = chance(VERY_LATE_TAGS_PER_MILLE) ? between(5_000, 20_000) : between(50, 800);
            Instant sentAt = call.at().plus(delay);
            queue(sentAt, Kind.EVENT, DemoJson.tagEvent(call, sentAt));
        }
    }

    private void queue(Instant dueAt, Kind kind, byte[] json) {
        queue.add(new Queued(new DemoMessage(dueAt, kind, json), queued++));
    }

    private boolean chance(int perMille) {
        return random.nextInt(1_000) < perMille;
    }

    private Duration between(int fromMs, int toMs) {
        return Duration.ofMillis(random.nextInt(fromMs, toMs));
    }

    /** Half to twice the usual number, most often near it. */
    private long around(int usual) {
        long perMille = 500L + random.nextInt(750) + random.nextInt(750);
        return Math.max(1, usual * perMille / 1_000);
    }
}
