package io.bedrockmeter.standalone.cli;

import static io.bedrockmeter.standalone.references.AwsServer.MODEL_ARN;
import static io.bedrockmeter.standalone.references.AwsServer.PROFILE_ARN;
import static io.bedrockmeter.standalone.references.AwsServer.PROJECT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.bedrockmeter.standalone.references.AwsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class AwsReferenceCommandsIT {

    private static final String KEY = "bedrock-api-key-canary";
    private static final String SONNET = """
            {"product": {"sku": "%s", "productFamily": "Amazon Bedrock", "attributes": {"regionCode": "us-east-1",
              "usagetype": "USE1-MP:USE1_%s-Units", "servicecode": "AmazonBedrockFoundationModels",
              "servicename": "Claude Sonnet 4.6 (Amazon Bedrock Edition)", "operation": ""}},
             "serviceCode": "AmazonBedrockFoundationModels", "version": "20261001000000",
             "terms": {"OnDemand": {"t": {"effectiveDate": "2026-10-01T00:00:00Z", "priceDimensions": {"d": {
               "unit": "Units", "beginRange": "0", "endRange": "Inf", "pricePerUnit": {"USD": "%s"}}}}}}}
            """;

    private AwsServer aws = AwsServer.start();

    @AfterEach
    void stop() {
        aws.close();
    }

    private CommandRun run(KafkaSettings kafka, String... arguments) {
        return SampleLedger.run(
                kafka, Map.of("AWS_ENDPOINT_URL", aws.url(), "AWS_BEARER_TOKEN_BEDROCK", KEY), arguments);
    }

    @Test
    void profiles_are_synchronised_listed_created_and_tagged(KafkaSettings kafka) {
        CommandRun synced = run(kafka, "profiles", "sync", "--region", "us-east-1");
        CommandRun again = run(kafka, "profiles", "sync");
        CommandRun listed = run(kafka, "profiles", "list");
        CommandRun created =
                run(kafka, "profiles", "create", "--name", "search", "--copy-from", MODEL_ARN, "--tag", "team=search");
        CommandRun tagged = run(kafka, "profiles", "tag", PROFILE_ARN, "--tag", "team=ads");

        assertThat(synced.exitCode()).as(synced.err()).isZero();
        assertThat(synced.out()).isEqualTo("1 listed, 1 written, 0 unchanged, 0 failed\n");
        assertThat(again.out()).isEqualTo("1 listed, 0 written, 1 unchanged, 0 failed\n");
        assertThat(listed.out()).contains(PROFILE_ARN, "amazon.nova-micro-v1:0", "regional", "Team=search");
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out()).isEqualTo("created " + PROFILE_ARN + ": Team=search\n");
        assertThat(tagged.out()).isEqualTo("tagged " + PROFILE_ARN + ": Team=ads\n");
        assertThat(aws.asked()).anySatisfy(each -> assertThat(each).contains("POST /tagResource", "\"ads\""));
    }

    @Test
    void projects_are_synchronised_listed_created_tagged_and_archived(KafkaSettings kafka) {
        CommandRun synced = run(kafka, "projects", "sync");
        CommandRun listed = run(kafka, "projects", "list");
        CommandRun created = run(kafka, "projects", "create", "--name", "search", "--tag", "Team=search");
        CommandRun tagged = run(kafka, "projects", "tag", PROJECT_ID, "--tag", "Team=ads");
        CommandRun archived = run(kafka, "projects", "archive", PROJECT_ID);

        assertThat(synced.exitCode()).as(synced.err()).isZero();
        assertThat(synced.out()).isEqualTo("1 listed, 1 written, 0 unchanged, 0 failed\n");
        assertThat(listed.out()).contains("proj_5d5ykleja6cwpirysbb7  search  active", "Team=search");
        assertThat(created.out()).isEqualTo("created proj_5d5ykleja6cwpirysbb7: Team=search\n");
        assertThat(tagged.out()).isEqualTo("tagged proj_5d5ykleja6cwpirysbb7: Team=ads\n");
        assertThat(archived.exitCode()).as(archived.err()).isZero();
    }

    @Test
    void a_refusal_of_aws_is_a_failure_that_names_the_operation_and_no_key(KafkaSettings kafka) {
        aws.refuseWith(403);

        CommandRun profiles = run(kafka, "profiles", "sync");
        CommandRun projects = run(kafka, "projects", "sync");
        CommandRun tagged = run(kafka, "profiles", "tag", PROFILE_ARN, "--tag", "Team=ads");

        assertThat(profiles.exitCode()).isEqualTo(1);
        assertThat(profiles.err()).contains("ListInferenceProfiles", "error: no profiles could be listed");
        assertThat(projects.exitCode()).isEqualTo(1);
        assertThat(projects.err())
                .contains("error: no projects could be listed")
                .doesNotContain(KEY);
        assertThat(tagged.exitCode()).isEqualTo(1);
        assertThat(tagged.err()).contains("GetInferenceProfile").doesNotContain("unexpected");
    }

    @Test
    void what_the_policy_forbids_is_bad_input_and_aws_is_not_asked(KafkaSettings kafka) {
        CommandRun create = run(kafka, "profiles", "create", "--name", "", "--copy-from", "nova", "--tag", "aws:x=1");
        CommandRun tag = run(kafka, "projects", "tag", "nonsense", "--tag", "Team=ads");
        CommandRun malformed = run(kafka, "profiles", "tag", "p", "--tag", "Team");
        CommandRun keyless = SampleLedger.run(kafka, Map.of("AWS_REGION", "us-east-1"), "projects", "sync");

        assertThat(create.exitCode()).isEqualTo(2);
        assertThat(create.err()).contains("name is ", "source is ", "begins with aws:");
        assertThat(tag.exitCode()).isEqualTo(2);
        assertThat(tag.err()).contains("project id is \"nonsense\"");
        assertThat(malformed.exitCode()).isEqualTo(2);
        assertThat(malformed.err()).isEqualTo("bedrock-meter: error: --tag: found 'Team', expected KEY=VALUE\n");
        assertThat(keyless.exitCode()).isEqualTo(2);
        assertThat(keyless.err()).contains("API key is missing");
        assertThat(aws.asked()).isEmpty();
    }

    @Test
    void the_tag_policy_of_the_configuration_is_kept(KafkaSettings kafka, @TempDir Path directory) throws Exception {
        String config = Files.writeString(
                        directory.resolve("meter.yaml"),
                        "references: {tagPolicy: [{key: Team, aliases: [squad], required: true, allowedValues: [ads]}]}")
                .toString();

        CommandRun untagged =
                run(kafka, "profiles", "create", "--name", "search", "--copy-from", MODEL_ARN, "--config", config);
        CommandRun wrong =
                run(kafka, "projects", "create", "--name", "search", "--tag", "Team=chat", "--config", config);
        CommandRun right = run(kafka, "profiles", "tag", PROFILE_ARN, "--tag", "squad=ads", "--config", config);

        assertThat(untagged.exitCode()).isEqualTo(2);
        assertThat(untagged.err()).contains("tag Team is missing: the policy requires it");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("tag Team is \"chat\": expected one of ads");
        assertThat(right.exitCode()).as(right.err()).isZero();
        assertThat(right.out()).isEqualTo("tagged " + PROFILE_ARN + ": Team=ads\n");
    }

    @Test
    void prices_are_compared_and_imported_from_the_api(KafkaSettings kafka) throws Exception {
        TopicSetup.ensure(kafka);
        aws.prices(
                product("S1", "InputTokenCount", "3.30") + ", " + product("S2", "OutputTokenCount", "16.50"),
                product("S3", "CacheWrite1hInputTokenCount", "6.60") + ", " + product("S4", "Sparkle", "1"));

        CommandRun diff = run(kafka, "rate-cards", "diff", "--from-api", "--region", "us-east-1");
        CommandRun imported = run(kafka, "rate-cards", "import", "--from-api");
        CommandRun listed = run(kafka, "rate-cards", "list", "--model", "claude-sonnet-4-6");

        assertThat(diff.exitCode()).as(diff.err()).isZero();
        assertThat(diff.out())
                .contains("added anthropic.claude-sonnet-4-6 regional us-east-1 default inputTokens from"
                        + " 2026-10-01T00:00:00Z: - -> 3.3 USD per million");
        assertThat(diff.err()).contains("no card: S4 USE1-MP:USE1_Sparkle-Units");
        assertThat(imported.out()).startsWith("added: 3 cards\n");
        assertThat(listed.out()).contains("cacheWrite1hTokens", "6.6", "20261001000000");
        assertThat(aws.asked()).anySatisfy(each -> assertThat(each).contains("page-1"));
    }

    @Test
    void a_refusal_of_the_price_list_api_imports_nothing(KafkaSettings kafka) throws Exception {
        aws.prices(product("S9", "InputTokenCount_Batch", "1.65"));
        aws.refuseWith(400);

        CommandRun imported = run(kafka, "rate-cards", "import", "--from-api");
        CommandRun listed = run(kafka, "rate-cards", "list", "--model", "claude-sonnet-4-6");

        assertThat(imported.exitCode()).isEqualTo(1);
        assertThat(imported.err())
                .endsWith("error: pricing:GetProducts of AmazonBedrock was refused: HTTP 400 AccessDeniedException;"
                        + " nothing was imported\n");
        assertThat(imported.out()).isEmpty();
        assertThat(listed.out()).doesNotContain("batch");
    }

    @Test
    void the_api_and_a_file_exclude_each_other(KafkaSettings kafka) {
        CommandRun both = run(kafka, "rate-cards", "import", "--from-api", "prices.json");
        CommandRun neither = run(kafka, "rate-cards", "diff");
        CommandRun region = run(kafka, "rate-cards", "diff", "prices.json", "--region", "us-east-1");
        CommandRun form = run(kafka, "rate-cards", "import", "--from-api", "--from", "litellm");
        CommandRun nowhere = run(kafka, "rate-cards", "import", "--from-api", "--region", "Ohio");

        assertThat(List.of(both, neither, region, form, nowhere))
                .allSatisfy(run -> assertThat(run.exitCode()).isEqualTo(2));
        assertThat(both.err()).contains("--from-api: expected without a file, got prices.json");
        assertThat(neither.err()).contains("expected a FILE or --from-api");
        assertThat(region.err()).contains("--region and --aws-profile: expected with --from-api only");
        assertThat(nowhere.err()).contains("found 'Ohio', expected a Region such as us-east-1");
        assertThat(form.err()).contains("--from and --effective-from: expected with a file only");
        assertThat(aws.asked()).isEmpty();
    }

    /** One entry of a PriceList, which is JSON as text. */
    private static String product(String sku, String usage, String usd) throws Exception {
        return new ObjectMapper().writeValueAsString(SONNET.formatted(sku, usage, usd));
    }
}
