package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.flink.FlinkJob;
import io.bedrockmeter.bench.workload.Book;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Flink SQL. A record counts as taken in when a checkpoint has got past it: its effect is committed then. */
final class FlinkArm implements Arm {

    private final Task task;
    private final Duration checkpointInterval;
    private final FlinkJob job;

    FlinkArm(Task task, Duration checkpointInterval) {
        this.task = task;
        this.checkpointInterval = checkpointInterval;
        this.job = new FlinkJob(task.kafka(), checkpointInterval);
    }

    @Override
    public void start() throws ExecutionException, InterruptedException {
        job.start();
    }

    @Override
    public long taken() throws ExecutionException, InterruptedException {
        return job.taken();
    }

    /** Waits for one more checkpoint: nothing may be committed by then that changes a total. */
    @Override
    public Duration finish() throws ExecutionException, InterruptedException {
        return Quiet.await(
                task.kafka(),
                job.totalsTopics(),
                checkpointInterval.multipliedBy(2).plusSeconds(1),
                () -> 0);
    }

    @Override
    public Book totals() {
        return job.totals();
    }

    /** Its process is killed: a cluster in a process does not end in order. */
    @Override
    public void stop() {
        Runtime.getRuntime().halt(0);
    }
}
