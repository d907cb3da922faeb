package io.bedrockmeter.standalone.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the process speaks: results to standard output, everything else to standard error. UTF-8 whatever the locale.
 */
public final class Console {

    private static final String NAME = "bedrock-meter: ";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private volatile boolean quiet;

    /** @param terminal whether a person is looking, so that lines may be overwritten */
    public Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** The console of the process. */
    public static Console ofProcess() {
        // With the console of java.base, as the launcher asks for, there is one only at a terminal.
        boolean terminal = System.console() != null && System.getenv("TERM") != null;
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), terminal);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Standard output. */
    public PrintStream out() {
        return out;
    }

    /** Standard error. */
    public PrintStream err() {
        return err;
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** Leaves progress out from now on. */
    public void beQuiet() {
        quiet = true;
    }

    /** Says how far long work is. */
    public void progress(String message) {
        if (!quiet) {
            say(message);
        }
    }

    /** Something the user should know although the work goes on. */
    public void warn(String message) {
        say("warning: " + message);
    }

    /** Why the work ends; several lines stay together. */
    public void error(String message) {
        say("error: " + message);
    }

    private void say(String message) {
        String[] lines = message.split("\\R");
        StringBuilder text = new StringBuilder(NAME).append(lines[0]).append('\n');
        for (int i = 1; i < lines.length; i++) {
            text.append("  ").append(lines[i]).append('\n');
        }
        err.print(text);
        err.flush();
    }
}
