package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.process.Parent;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The process of an arm: works until everything is counted, says how far it is meanwhile, and then waits to be ended. */
public final class ArmMain {

    /** First word of a line that says how many records were taken in. */
    static final String AT = "AT";

    /** First word of the line that says that all totals are committed, and since how many nanoseconds they are. */
    static final String FINISHED = "FINISHED";

    /** First word of the line that says that the totals are in their file, and how much heap is in use after a collection. */
    static final String DONE = "DONE";

    private static final long LOOK_AGAIN_MS = 50;

    private ArmMain() {}

    public static void main(String[] args) throws Exception {
        Parent parent = Parent.watch();
        try {
            work(parent, args);
            System.exit(0);
        } catch (Exception | Error e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void work(Parent parent, String[] args) throws Exception {
        ArmKind kind = ArmKind.of(args[0]);
        Task task = Task.of(Arrays.asList(args).subList(1, args.length));
        Arm arm = kind.prepare(task);
        arm.start();
        long told = -1;
        for (long taken = arm.taken(); taken < task.records(); taken = arm.taken()) {
            if (taken != told) {
                System.out.println(AT + " " + taken);
                told = taken;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        }
        long idleNanos = arm.finish().toNanos();
        System.out.println(FINISHED + " " + idleNanos);
        parent.awaitNoted();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heapBytes = runtime.totalMemory() - runtime.freeMemory();
        arm.totals().write(task.totals());
        System.out.println(DONE + " " + heapBytes);
        parent.awaitNoted();
        arm.stop();
    }
}
