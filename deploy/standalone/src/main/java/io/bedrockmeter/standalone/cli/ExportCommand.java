package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.process.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Files for tools and people outside. */
@Command(
        name = "export",
        description = "Files for tools and people outside; estimates at list price, not an invoice.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Every column is explained in docs/exports.md."})
final class ExportCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ExportCommand() {}

    static CommandLine commandLine(Console console) {
        return new CommandLine(new ExportCommand())
                .addSubcommand(new CommandLine(new ExportFocusCommand(console)))
                .addSubcommand(new CommandLine(new ExportChargebackCommand(console)))
                .addSubcommand(new CommandLine(new ExportUsageCommand(console)));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "export: expected a command");
    }
}
