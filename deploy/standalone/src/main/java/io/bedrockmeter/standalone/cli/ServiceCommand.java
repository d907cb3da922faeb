package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.meter.Role;
import io.bedrockmeter.standalone.process.Console;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One service alone, for production. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        footer = {"", "The settings are those of 'run'; sections of other services are checked and left alone."})
final class ServiceCommand implements Callable<Integer> {

    private final Role role;
    private final Console console;

    @Mixin
    private ServiceOptions services = new ServiceOptions();

    private ServiceCommand(Role role, Console console) {
        this.role = role;
        this.console = console;
    }

    static CommandLine ingest(Console console) {
        return named(
                "ingest",
                Role.INGEST,
                console,
                "Reads log groups, buckets and files and takes usage over HTTP, onto your brokers, until Ctrl-C.",
                "Each instance needs an id of its own (ingest.instanceId) and log groups, buckets and files of its own.");
    }

    static CommandLine metering(Console console) {
        return named(
                "metering",
                Role.METERING,
                console,
                "Rates usage, keeps the totals and answers questions, on your brokers, until Ctrl-C.",
                "Further instances share the work; whoever is asked asks the others (http.advertised).");
    }

    static CommandLine alerts(Console console) {
        return named(
                "alerts",
                Role.ALERTS,
                console,
                "Watches over budgets and tells their owners, on your brokers, until Ctrl-C.",
                "Further instances share the work.");
    }

    private static CommandLine named(String name, Role role, Console console, String... description) {
        CommandLine command = new CommandLine(new ServiceCommand(role, console)).setCommandName(name);
        command.getCommandSpec().usageMessage().description(description);
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        return services.runOnGivenBrokers(Set.of(role), console);
    }
}
