package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.postgres.PostgresServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** The arms. */
public enum ArmKind {
    /** The ceiling: a loop without a framework. */
    LOOP("framework-free loop", Pace.FAST, Reads.NORMALISED, List.of("-Xmx3g")),
    /** Metering as it is delivered. */
    OURS("bedrock-meter", Pace.FAST, Reads.NORMALISED, List.of("-Xmx1g")),
    /** Kafka Streams DSL. */
    DSL("plain Kafka Streams DSL", Pace.SLOW, Reads.NORMALISED, List.of("-Xmx2g")),
    /** PostgreSQL, a transaction for each record. */
    POSTGRES("PostgreSQL, one record a statement, 8 clients", Pace.SLOW, Reads.NORMALISED, List.of("-Xmx1g")),
    /** PostgreSQL, a transaction for 500 records. */
    POSTGRES_500("PostgreSQL, 500 records a statement, 8 clients", Pace.FAST, Reads.NORMALISED, List.of("-Xmx1g"));

    private static final int POSTGRES_BATCH = 500;

    private enum Pace {
        FAST,
        SLOW
    }

    private enum Reads {
        NORMALISED,
        JSON
    }

    private final String title;
    private final Pace pace;
    private final Reads reads;
    private final List<String> flags;

    ArmKind(String title, Pace pace, Reads reads, List<String> flags) {
        this.title = title;
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

    /** Whether it does less than 20,000 records a second, so that it gets fewer. */
    public boolean isSlow() {
        return pace == Pace.SLOW;
    }

    /** Whether it reads log records as JSON instead of normalised ones. */
    public boolean readsJson() {
        return reads == Reads.JSON;
    }

    /** Whether this machine has what it needs. */
    public boolean isPossible() {
        return this != POSTGRES && this != POSTGRES_500
                || PostgresServer.programs().isPresent();
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
    Arm prepare(Task task) throws ExecutionException, InterruptedException, IOException {
        return switch (this) {
            case LOOP -> new LoopArm(task);
            case OURS -> new OursArm(task);
            case DSL -> new DslArm(task);
            case POSTGRES -> new PostgresArm(task, 1);
            case POSTGRES_500 -> new PostgresArm(task, POSTGRES_BATCH);
        };
    }
}
