package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.aws.MantleClient;
import io.bedrockmeter.ingest.aws.MantleSettings;
import io.bedrockmeter.ingest.aws.ProjectAdmin;
import io.bedrockmeter.ingest.aws.ProjectSync;
import io.bedrockmeter.ingest.aws.TagChange;
import io.bedrockmeter.ingest.aws.TagPolicy;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.report.TextTable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Projects of bedrock-mantle. */
@Command(
        name = "projects",
        description = "Bedrock projects (bedrock-mantle) and their tags.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "The API key is read from AWS_BEARER_TOKEN_BEDROCK or OPENAI_API_KEY."})
final class ProjectsCommand implements Runnable {

    private final Console console;
    private final Map<String, String> environment;
    private final ReferenceChange change;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ProjectsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = Map.copyOf(environment);
        this.change = new ReferenceChange(console);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "projects: expected a command");
    }

    @Command(
            name = "sync",
            description = "Brings the projects of AWS and their tags into the projects table, once.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int sync(
            @Option(
                            names = "--region",
                            paramLabel = "REGION",
                            description = "Region to look in, repeatable (default: AWS_REGION).")
                    List<String> regions,
            @Mixin KafkaOptions kafka)
            throws InterruptedException {
        List<String> named = Options.orEmpty(regions);
        List<MantleSettings> places = named.isEmpty()
                ? List.of(settings(Optional.empty()))
                : named.stream()
                        .distinct()
                        .map(region -> settings(Optional.of(region)))
                        .distinct()
                        .toList();
        ReferencePublisher publisher = publisher(kafka.settings());
        List<MantleClient> clients = places.stream().map(MantleClient::open).toList();
        try (ProjectSync sync = new ProjectSync(clients, publisher.projects(), Clock.systemUTC())) {
            return change.synchronise(sync);
        }
    }

    @Command(
            name = "list",
            description = "Lists the projects that are known, with their tags of now.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int list(@Mixin KafkaOptions kafka) {
        Instant now = Instant.now();
        TextTable table = new TextTable(5);
        table.add(List.of("Id", "Name", "Status", "ARN", "Tags"));
        table.rule();
        new TreeMap<>(new ReferencePublisher(kafka.settings()).projects().read())
                .values()
                .forEach(project -> table.add(List.of(
                        project.id(),
                        TagOptions.printable(project.name()),
                        project.status(),
                        project.arn(),
                        TagOptions.text(project.tagsAt(now)))));
        console.out().print(table);
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            description = "Creates a project, as the tag policy allows.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int create(
            @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its name.") String name,
            @Option(names = "--tag", paramLabel = "K=V", description = "A tag, repeatable.") List<String> tags,
            @Option(names = "--region", paramLabel = "REGION", description = "Region (default: AWS_REGION).")
                    Optional<String> region,
            @Mixin TagPolicyOptions policy,
            @Mixin KafkaOptions kafka)
            throws InterruptedException {
        Map<String, String> wanted = TagOptions.parse(Options.orEmpty(tags));
        return administer(
                "created", region, policy.policy(environment), kafka, admin -> () -> admin.create(name, wanted));
    }

    @Command(
            name = "tag",
            description = "Sets and removes tags of a project; the others stay.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int tag(
            @Parameters(paramLabel = "ID", description = "The project.") String id,
            @Option(names = "--tag", paramLabel = "K=V", description = "A tag to set, repeatable.") List<String> tags,
            @Option(names = "--remove-tag", paramLabel = "K", description = "A key to remove, repeatable.")
                    List<String> keys,
            @Option(names = "--region", paramLabel = "REGION", description = "Region (default: AWS_REGION).")
                    Optional<String> region,
            @Mixin TagPolicyOptions policy,
            @Mixin KafkaOptions kafka)
            throws InterruptedException {
        Map<String, String> set = TagOptions.parse(Options.orEmpty(tags));
        TagChange wanted = new TagChange(set, Set.copyOf(Options.orEmpty(keys)));
        return administer("tagged", region, policy.policy(environment), kafka, admin -> () -> admin.tag(id, wanted));
    }

    @Command(
            name = "archive",
            description = "Archives a project: it takes no more requests.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int archive(
            @Parameters(paramLabel = "ID", description = "The project.") String id,
            @Option(names = "--region", paramLabel = "REGION", description = "Region (default: AWS_REGION).")
                    Optional<String> region,
            @Mixin KafkaOptions kafka)
            throws InterruptedException {
        return administer("archived", region, TagPolicy.standard(), kafka, admin -> () -> admin.archive(id));
    }

    private int administer(
            String verb,
            Optional<String> region,
            TagPolicy policy,
            KafkaOptions kafka,
            Function<ProjectAdmin, ReferenceChange.Request> request)
            throws InterruptedException {
        MantleSettings place = settings(Options.orEmpty(region));
        ReferencePublisher publisher = publisher(kafka.settings());
        try (MantleClient client = MantleClient.open(place)) {
            ProjectAdmin admin = new ProjectAdmin(client, policy, publisher.projects(), Clock.systemUTC());
            return change.make(verb, request.apply(admin));
        }
    }

    private MantleSettings settings(Optional<String> region) {
        try {
            return MantleSettings.resolve(region, Optional.empty(), Optional.empty(), environment);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    private static ReferencePublisher publisher(KafkaSettings kafka) {
        TopicSetup.ensure(kafka);
        return new ReferencePublisher(kafka);
    }
}
