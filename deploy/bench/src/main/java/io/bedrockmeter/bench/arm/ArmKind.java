package io.bedrockmeter.bench.arm;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** The arms. */
public enum ArmKind {
    /** The ceiling: a loop without a framework. */
    LOOP("framework-free loop", "bench-loop", Pace.FAST, Reads.NORMALISED, List.of("-Xmx3g")),
    /** Metering as it is delivered. */
    OURS("bedrock-meter", "bedrock-meter-metering", Pace.FAST, Reads.NORMALISED, List.of("-Xmx1g"));

    private enum Pace {
        FAST,
        SLOW
    }

    private enum Reads {
        NORMALISED,
        JSON
    }

    private final String title;
    private final String applicationId;
    private final Pace pace;
    private final Reads reads;
    private final List<String> flags;

    ArmKind(String title, String applicationId, Pace pace, Reads reads, List<String> flags) {
        this.title = title;
        this.applicationId = applicationId;
        this.pace = pace;
        this.reads = reads;
        this.flags = flags;
    }

    /** How readers know it. */
    public String title() {
        return title;
    }

    /** How it is chosen on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** First part of the names of its own topics and groups. */
    public String applicationId() {
        return applicationId;
    }

    /** Whether it does less than 20,000 records a second, so that it gets fewer. */
    public boolean isSlow() {
        return pace == Pace.SLOW;
    }

    /** Whether it reads log records as JSON instead of normalised ones. */
    public boolean readsJson() {
        return reads == Reads.JSON;
    }

    /** Options of its JVM, besides those all have. */
    public List<String> flags() {
        return flags;
    }

    /** The arm of a name on the command line. */
    public static ArmKind of(String wireName) {
        for (ArmKind kind : values()) {
            if (kind.wireName().equals(wireName)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no arm " + wireName + ": expected one of "
                + List.of(values()).stream().map(ArmKind::wireName).toList());
    }

    /** Prepares the arm in this process. */
    Arm prepare(Task task) throws ExecutionException, InterruptedException {
        return switch (this) {
            case LOOP -> new LoopArm(task);
            case OURS -> new OursArm(task);
        };
    }
}
