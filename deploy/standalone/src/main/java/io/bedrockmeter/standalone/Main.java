package io.bedrockmeter.standalone;

import io.bedrockmeter.standalone.cli.BedrockMeterCommand;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ErrorMessages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process behind {@code ./bedrock-meter}. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        // Whoever owns a thread decides what its death means; here it is only kept from writing to the terminal.
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> LOG.atError()
                .addKeyValue("thread", thread.getName())
                .setCause(error)
                .log("a thread died"));
        System.exit(run(console, args));
    }

    /** Errors, unlike exceptions, pass the command line by. */
    private static int run(Console console, String... args) {
        try {
            return BedrockMeterCommand.run(console, args);
        } catch (Error e) {
            return ErrorMessages.print(e, console);
        }
    }
}
