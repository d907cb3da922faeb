package io.bedrockmeter.bench;

import io.bedrockmeter.bench.arm.WrongTotalsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point; {@code deploy/bench/run} builds what is due and starts it. */
@Command(
        name = "run",
        description = "Measures bedrock-meter beside other ways to do the same; docs/benchmarks.md explains it.",
        mixinStandardHelpOptions = true,
        subcommands = {ThroughputCommand.class})
public final class Bench {

    private Bench() {}

    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new Bench());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof WrongTotalsException || failure instanceof IllegalArgumentException) {
                System.err.println("bench: error: " + failure.getMessage());
            } else {
                failure.printStackTrace();
            }
            return 1;
        });
        System.exit(commands.execute(args));
    }
}
