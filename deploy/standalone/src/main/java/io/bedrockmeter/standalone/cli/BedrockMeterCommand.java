package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ErrorMessages;
import io.bedrockmeter.standalone.process.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command without a command: help. */
@Command(
        name = "bedrock-meter",
        description = "Near-real-time Amazon Bedrock spend by tag, on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  done", "  1  failed", "  2  wrong usage or bad input"})
public final class BedrockMeterCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private BedrockMeterCommand(CommandSpec placeholder) {
        this.spec = placeholder;
    }

    /**
     * Runs a command line.
     *
     * @return the exit code
     */
    public static int run(Console console, String... args) {
        return run(console, System.getenv(), args);
    }

    static int run(Console console, Map<String, String> environment, String... args) {
        return commandLine(console, environment).execute(args);
    }

    static CommandLine commandLine(Console console, Map<String, String> environment) {
        CommandLine commands = new CommandLine(new BedrockMeterCommand(CommandSpec.create()))
                .addSubcommand(new CommandLine(new DemoCommand(console)))
                .addSubcommand(new CommandLine(new RunCommand(console)))
                .addSubcommand(ServiceCommand.ingest(console))
                .addSubcommand(ServiceCommand.metering(console))
                .addSubcommand(ServiceCommand.alerts(console))
                .addSubcommand(new CommandLine(new ReportCommand(console)))
                .addSubcommand(new CommandLine(new BudgetsCommand(console)))
                .addSubcommand(new CommandLine(new RateCardsCommand(console)))
                .addSubcommand(new CommandLine(new WatchCommand(console)))
                .addSubcommand(new CommandLine(new DeadLettersCommand(console)))
                .addSubcommand(new CommandLine(new ProfilesCommand(console)))
                .addSubcommand(new CommandLine(new ProjectsCommand(console, environment)))
                .addSubcommand(ExportCommand.commandLine(console))
                .addSubcommand(new CommandLine(new RerateCommand(console)))
                .addSubcommand(new CommandLine(new ExplainCommand(console)))
                .addSubcommand(new CommandLine(new TopicsCommand(console, environment)))
                .addSubcommand(new CommandLine(new ResetCommand(console, environment)));
        return commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(28)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((error, arguments) -> misused(error, console))
                .setExecutionExceptionHandler((error, command, parsed) -> ErrorMessages.print(error, console));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int misused(ParameterException error, Console console) {
        CommandLine command = error.getCommandLine();
        console.error(String.valueOf(error.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(error, command.getErr())) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.BAD_INPUT;
    }
}
