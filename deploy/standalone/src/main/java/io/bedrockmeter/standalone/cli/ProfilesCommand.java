package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.aws.BedrockAccount;
import io.bedrockmeter.ingest.aws.BedrockClients;
import io.bedrockmeter.ingest.aws.NewProfile;
import io.bedrockmeter.ingest.aws.ProfileAdmin;
import io.bedrockmeter.ingest.aws.ProfileSync;
import io.bedrockmeter.ingest.aws.ProfileSyncSettings;
import io.bedrockmeter.ingest.aws.TagChange;
import io.bedrockmeter.ingest.aws.TagPolicy;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
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
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.BedrockClient;

/** Inference profiles of Amazon Bedrock. */
@Command(
        name = "profiles",
        description = "Inference profiles and their tags.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        synopsisSubcommandLabel = "COMMAND")
final class ProfilesCommand implements Runnable {

    private final Console console;
    private final ReferenceChange change;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ProfilesCommand(Console console) {
        this.console = console;
        this.change = new ReferenceChange(console);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "profiles: expected a command");
    }

    @Command(
            name = "sync",
            description = "Brings the profiles of AWS and their tags into the profiles table, once.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int sync(
            @Option(
                            names = "--region",
                            paramLabel = "REGION",
                            description = "Region to look in, repeatable (default: that of the AWS configuration).")
                    List<String> regions,
            @Option(
                            names = "--aws-profile",
                            paramLabel = "NAME",
                            description = "Profile of the shared AWS configuration to use.")
                    Optional<String> credentials,
            @Mixin KafkaOptions kafka)
            throws InterruptedException {
        Optional<String> credentialsProfile = Options.orEmpty(credentials);
        List<String> named = Options.orEmpty(regions);
        List<BedrockAccount> accounts = named.isEmpty()
                ? List.of(new BedrockAccount(Optional.empty(), credentialsProfile))
                : named.stream()
                        .distinct()
                        .map(region -> new BedrockAccount(Optional.of(region), credentialsProfile))
                        .toList();
        try (ProfileSync sync = new ProfileSync(
                accounts,
                BedrockClients::open,
                publisher(kafka.settings()).profiles(),
                Clock.systemUTC(),
                ProfileSyncSettings.DEFAULT)) {
            return change.synchronise(sync);
        }
    }

    @Command(
            name = "list",
            description = "Lists the profiles that are known, with their tags of now.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int list(@Mixin KafkaOptions kafka) {
        Instant now = Instant.now();
        TextTable table = new TextTable(6);
        table.add(List.of("ARN", "Name", "Model", "Scope", "Status", "Tags"));
        table.rule();
        new TreeMap<>(new ReferencePublisher(kafka.settings()).profiles().read())
                .values()
                .forEach(profile -> table.add(List.of(
                        profile.arn(),
                        TagOptions.printable(profile.name()),
                        profile.baseModel(),
                        profile.scope().wireName(),
                        profile.status(),
                        TagOptions.text(profile.tagsAt(now)))));
        console.out().print(table);
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            description = "Creates an application inference profile, as the tag policy allows.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int create(
            @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its name.") String name,
            @Option(
                            names = "--copy-from",
                            paramLabel = "ARN",
                            required = true,
                            description = "Foundation model, or inference profile of AWS, that it routes to.")
                    String copyFrom,
            @Option(
                            names = "--description",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "Letters, digits, spaces, hyphens and underscores.")
                    String text,
            @Option(names = "--tag", paramLabel = "K=V", description = "A tag, repeatable.") List<String> tags,
            @Option(
                            names = "--client-request-token",
                            paramLabel = "TOKEN",
                            description = "Makes a repetition harmless: one token creates one profile.")
                    Optional<String> token,
            @Mixin AwsOptions aws,
            @Mixin TagPolicyOptions policy,
            @Mixin KafkaOptions kafka)
            throws InterruptedException {
        NewProfile wanted =
                new NewProfile(name, text, copyFrom, TagOptions.parse(Options.orEmpty(tags)), Options.orEmpty(token));
        return administer("created", aws, policy, kafka, admin -> () -> admin.create(wanted));
    }

    @Command(
            name = "tag",
            description = "Sets and removes tags of an application inference profile; the others stay.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionFile.class)
    int tag(
            @Parameters(paramLabel = "ARN_OR_ID", description = "The profile.") String profile,
            @Option(names = "--tag", paramLabel = "K=V", description = "A tag to set, repeatable.") List<String> tags,
            @Option(names = "--remove-tag", paramLabel = "K", description = "A key to remove, repeatable.")
                    List<String> keys,
            @Mixin AwsOptions aws,
            @Mixin TagPolicyOptions policy,
            @Mixin KafkaOptions kafka)
            throws InterruptedException {
        Map<String, String> set = TagOptions.parse(Options.orEmpty(tags));
        TagChange wanted = new TagChange(set, Set.copyOf(Options.orEmpty(keys)));
        return administer("tagged", aws, policy, kafka, admin -> () -> admin.tag(profile, wanted));
    }

    private int administer(
            String verb,
            AwsOptions aws,
            TagPolicyOptions policy,
            KafkaOptions kafka,
            Function<ProfileAdmin, ReferenceChange.Request> request)
            throws InterruptedException {
        TagPolicy allowed = policy.policy(System.getenv());
        try (BedrockClient client = BedrockClients.open(aws.account())) {
            ProfileAdmin admin = new ProfileAdmin(
                    client, allowed, publisher(kafka.settings()).profiles(), Clock.systemUTC());
            return change.make(verb, request.apply(admin));
        } catch (SdkException e) {
            console.error(aws.account() + ": " + e.getMessage());
            return ExitCode.FAILURE;
        }
    }

    private static ReferencePublisher publisher(KafkaSettings kafka) {
        TopicSetup.ensure(kafka);
        return new ReferencePublisher(kafka);
    }
}
