package io.bedrockmeter.standalone.process;

/** What the process answers to whoever started it. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;

    /** Something failed that may work another time: a broker away, a port taken, a bug of ours. */
    public static final int FAILURE = 1;

    /** Wrong usage or unusable input; the same again will fail again. */
    public static final int BAD_INPUT = 2;

    private ExitCode() {}
}
