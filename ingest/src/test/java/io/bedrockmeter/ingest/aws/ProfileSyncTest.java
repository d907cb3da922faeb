package io.bedrockmeter.ingest.aws;

import static io.bedrockmeter.ingest.aws.FakeBedrock.arn;
import static io.bedrockmeter.ingest.aws.FakeBedrock.model;
import static io.bedrockmeter.ingest.aws.FakeBedrock.systemArn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.ingest.aws.FakeEndpoint.Fault;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrock.BedrockClient;

/** The profiles table follows AWS: real SDK client, real wire protocol, a local endpoint. */
class ProfileSyncTest {

    private static final Map<String, String> SEARCH = Map.of("Team", "search");
    private static final Map<String, String> CHAT = Map.of("Team", "chat");
    private static final String CREATED = "2026-01-01T00:00:00Z";

    private final FakeBedrock bedrock = new FakeBedrock();
    private final MemoryTable<Profile> table = MemoryTable.profiles();
    private final SteppingClock clock = new SteppingClock("2026-02-01T00:00:00Z");
    private final ProfileSync sync = sync(Duration.ZERO);

    private ProfileSync sync(Duration tagMaxAge) {
        return new ProfileSync(
                List.of(BedrockAccount.DEFAULT),
                account -> client(bedrock),
                table,
                clock,
                new ProfileSyncSettings(100, 4, tagMaxAge));
    }

    static BedrockClient client(FakeBedrock endpoint) {
        return BedrockClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // The production strategy without its waits.
                .overrideConfiguration(
                        config -> config.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(6)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                .build()))
                .build();
    }

    @AfterEach
    void close() {
        sync.close();
        bedrock.close();
    }

    @Test
    void usage_before_a_tag_change_stays_with_the_old_team_and_after_it_goes_to_the_new() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        sync.run();
        clock.set("2026-02-02T10:00:00.123456Z");
        bedrock.tag("p1", CHAT);

        SyncSummary summary = sync.run();

        assertThat(summary).isEqualTo(new SyncSummary(1, 1, 0, List.of()));
        Profile profile = table.get(arn("p1"));
        assertThat(profile.tagsAt(Instant.parse("2026-01-15T00:00:00Z"))).isEqualTo(SEARCH);
        assertThat(profile.tagsAt(Instant.parse("2026-02-02T10:00:00.122Z"))).isEqualTo(SEARCH);
        assertThat(profile.tagsAt(Instant.parse("2026-02-02T10:00:00.123Z"))).isEqualTo(CHAT);
    }

    @Test
    void the_first_tags_hold_since_the_profile_was_created() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"), model("us-west-2"));

        sync.run();

        assertThat(table.get(arn("p1")))
                .isEqualTo(new Profile(
                        arn("p1"),
                        "name of p1",
                        FakeBedrock.MODEL,
                        Scope.REGIONAL,
                        "ACTIVE",
                        List.of(new TagVersion(Instant.parse(CREATED), SEARCH))));
    }

    @Test
    void what_a_profile_without_tags_used_stays_untagged_when_tags_come() throws Exception {
        bedrock.put("p1", CREATED, Map.of(), model("us-east-1"));
        sync.run();
        clock.set("2026-02-02T00:00:00Z");
        bedrock.tag("p1", SEARCH);

        sync.run();

        assertThat(table.get(arn("p1")).tagsAt(Instant.parse("2026-02-01T12:00:00Z")))
                .isEmpty();
        assertThat(table.get(arn("p1")).tagsAt(Instant.parse("2026-02-02T00:00:00Z")))
                .isEqualTo(SEARCH);
    }

    @Test
    void a_change_that_aws_dates_between_two_looks_holds_from_then() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        sync.run();
        clock.set("2026-02-02T00:00:00Z");
        bedrock.tag("p1", CHAT);
        bedrock.update("p1", "2026-02-01T18:00:00Z");

        sync.run();

        assertThat(table.get(arn("p1")).tagHistory())
                .last()
                .isEqualTo(new TagVersion(Instant.parse("2026-02-01T18:00:00Z"), CHAT));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void every_page_is_read_also_when_some_are_empty(int pageSize) throws Exception {
        bedrock.pageSize = pageSize;
        bedrock.emptyPages = 2;
        for (int i = 0; i < 15; i++) {
            bedrock.put("p" + i, CREATED, SEARCH, model("us-east-1"));
        }
        bedrock.putSystem("us." + FakeBedrock.MODEL, model("us-east-1"), model("us-west-2"));
        bedrock.putSystem("global." + FakeBedrock.MODEL, model(""), model("us-east-1"));

        SyncSummary summary = sync.run();

        assertThat(summary).isEqualTo(new SyncSummary(17, 17, 0, List.of()));
        assertThat(table.get(systemArn("us." + FakeBedrock.MODEL)).scope()).isEqualTo(Scope.REGIONAL);
        assertThat(table.get(systemArn("global." + FakeBedrock.MODEL)).scope()).isEqualTo(Scope.GLOBAL);
        assertThat(table.get(systemArn("global." + FakeBedrock.MODEL)).tagHistory())
                .isEmpty();
        assertThat(bedrock.countAsked("POST /listTagsForResource")).isEqualTo(15);
    }

    @Test
    void nothing_is_written_when_nothing_changed_and_believed_tags_are_not_asked_for_again() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        ProfileSync believing = sync(Duration.ofMinutes(10));
        believing.run();
        clock.set("2026-02-01T00:09:59Z");

        SyncSummary believed = believing.run();
        long asked = bedrock.countAsked("POST /listTagsForResource");
        clock.set("2026-02-01T00:10:00Z");
        SyncSummary askedAgain = believing.run();

        assertThat(believed).isEqualTo(new SyncSummary(1, 0, 1, List.of()));
        assertThat(asked).isEqualTo(1);
        assertThat(askedAgain).isEqualTo(new SyncSummary(1, 0, 1, List.of()));
        assertThat(bedrock.countAsked("POST /listTagsForResource")).isEqualTo(2);
        believing.close();
    }

    @Test
    void believed_tags_do_not_undo_a_change_that_another_process_saw() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        ProfileSync believing = sync(Duration.ofMinutes(10));
        believing.run();
        clock.set("2026-02-01T00:01:00Z");
        bedrock.tag("p1", CHAT);
        sync.run();
        clock.set("2026-02-01T00:02:00Z");

        believing.run();

        assertThat(table.get(arn("p1")).tagsAt(clock.instant())).isEqualTo(CHAT);
        assertThat(table.get(arn("p1")).tagHistory()).hasSize(2);
        believing.close();
    }

    @Test
    void tags_that_could_not_be_written_are_asked_for_again() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        ProfileSync believing = sync(Duration.ofMinutes(10));
        believing.run();
        clock.set("2026-02-01T00:20:00Z");
        bedrock.tag("p1", CHAT);
        table.unavailable = true;
        assertThatThrownBy(believing::run).isInstanceOf(KafkaUnavailableException.class);
        table.unavailable = false;

        believing.run();

        assertThat(table.get(arn("p1")).tagsAt(clock.instant())).isEqualTo(CHAT);
        believing.close();
    }

    @Test
    void throttling_server_errors_and_cut_connections_are_waited_out() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        Fault throttle = Fault.of(429, "ThrottlingException");
        Fault error = Fault.of(500, "InternalServerException");
        bedrock.failNext("GET /inference-profiles", throttle, throttle, error, Fault.cut(), throttle);
        bedrock.failNext("POST /listTagsForResource", Fault.cut(), throttle, error);

        SyncSummary summary = sync.run();

        assertThat(summary).isEqualTo(new SyncSummary(1, 1, 0, List.of()));
        assertThat(table.get(arn("p1")).tagsAt(clock.instant())).isEqualTo(SEARCH);
    }

    @Test
    void a_profile_whose_tags_are_refused_does_not_lose_the_others_and_keeps_its_own() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        bedrock.put("p2", CREATED, SEARCH, model("us-east-1"));
        sync.run();
        bedrock.tag("p1", CHAT);
        bedrock.tag("p2", CHAT);
        bedrock.failNext("POST /listTagsForResource", Fault.of(403, "AccessDeniedException"));
        clock.set("2026-02-02T00:00:00Z");

        SyncSummary summary = sync.run();

        assertThat(summary.listed()).isEqualTo(2);
        assertThat(summary.written()).isEqualTo(1);
        assertThat(summary.unchanged()).isEqualTo(1);
        assertThat(summary.failed()).singleElement().satisfies(failure -> {
            assertThat(failure.what()).startsWith(arn("p"));
            assertThat(failure.reason()).isEqualTo("ListTagsForResource was refused: HTTP 403 AccessDeniedException");
            assertThat(table.get(failure.what()).tagsAt(clock.instant())).isEqualTo(SEARCH);
        });
    }

    @Test
    void a_profile_that_is_gone_keeps_its_history() throws Exception {
        bedrock.putSystem("us." + FakeBedrock.MODEL, model("us-east-1"));
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        Profile elsewhere =
                new Profile(arn("p9").replace("us-east-1", "eu-west-1"), "", "", Scope.REGIONAL, "ACTIVE", List.of());
        table.put(elsewhere);
        sync.run();
        bedrock.remove("p1");

        sync.run();

        assertThat(table.get(arn("p1")).status()).isEqualTo("DELETED");
        assertThat(table.get(arn("p1")).tagsAt(Instant.parse("2026-01-15T00:00:00Z")))
                .isEqualTo(SEARCH);
        assertThat(table.get(elsewhere.arn())).isEqualTo(elsewhere);
    }

    @Test
    void nothing_counts_as_gone_when_a_page_could_not_be_read() throws Exception {
        bedrock.pageSize = 1;
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        bedrock.put("p2", CREATED, SEARCH, model("us-east-1"));
        sync.run();
        bedrock.tag("p1", CHAT);
        ProfileSync cut = new ProfileSync(
                List.of(BedrockAccount.DEFAULT),
                account -> client(bedrock),
                table,
                clock,
                new ProfileSyncSettings(100, 1, Duration.ZERO));
        bedrock.failAfterFirstPage = true;
        clock.set("2026-02-02T00:00:00Z");

        SyncSummary summary = cut.run();

        assertThat(summary.failed())
                .extracting(SyncSummary.Failure::reason)
                .containsExactly("ListInferenceProfiles APPLICATION was refused: HTTP 400 ValidationException");
        assertThat(table.get(arn("p1")).tagsAt(clock.instant())).isEqualTo(CHAT);
        assertThat(table.get(arn("p2")).status()).isEqualTo("ACTIVE");
        cut.close();
    }

    @Test
    void a_list_that_goes_in_circles_is_left_and_counts_as_not_whole() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        bedrock.put("p2", CREATED, SEARCH, model("us-east-1"));
        sync.run();
        bedrock.remove("p2");
        bedrock.sameToken = true;

        SyncSummary summary = sync.run();

        assertThat(summary.failed())
                .extracting(SyncSummary.Failure::reason)
                .containsExactly(
                        "ListInferenceProfiles APPLICATION gave the same nextToken twice",
                        "ListInferenceProfiles SYSTEM_DEFINED gave the same nextToken twice");
        assertThat(table.get(arn("p2")).status()).isEqualTo("ACTIVE");
    }

    @Test
    void models_that_a_list_leaves_out_are_asked_for() throws Exception {
        bedrock.modelsInList = false;
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));

        sync.run();

        assertThat(table.get(arn("p1")).baseModel()).isEqualTo(FakeBedrock.MODEL);
        assertThat(bedrock.asked).contains("GET /inference-profiles/" + arn("p1"));
    }

    @Test
    void what_an_operator_stated_stays_when_aws_has_the_same_tags() throws Exception {
        Profile stated = new Profile(
                arn("p1"),
                "name of p1",
                FakeBedrock.MODEL,
                Scope.GLOBAL,
                "ACTIVE",
                List.of(
                        new TagVersion(Instant.EPOCH, CHAT),
                        new TagVersion(Instant.parse("2026-01-20T00:00:00Z"), SEARCH),
                        new TagVersion(Instant.parse("2026-06-01T00:00:00Z"), CHAT)));
        table.put(stated);
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));

        SyncSummary summary = sync.run();

        assertThat(summary).isEqualTo(new SyncSummary(1, 0, 1, List.of()));
        assertThat(table.get(arn("p1"))).isEqualTo(stated);
    }

    @Test
    void a_profile_is_global_when_its_models_or_its_description_say_so() throws Exception {
        bedrock.put("regionless", CREATED, SEARCH, model(""), model("us-east-1"));
        bedrock.put("continents", CREATED, SEARCH, model("us-east-1"), model("eu-west-1"));
        bedrock.put("described", CREATED, SEARCH, model("us-east-1"));
        bedrock.describe("described", "Copied from global." + FakeBedrock.MODEL);
        bedrock.put("regional", CREATED, SEARCH, model("us-east-1"), model("us-west-2"));
        bedrock.describe("regional", "Not global. Only the US");

        sync.run();

        Function<String, Scope> scope = id -> table.get(arn(id)).scope();
        assertThat(scope.apply("regionless")).isEqualTo(Scope.GLOBAL);
        assertThat(scope.apply("continents")).isEqualTo(Scope.GLOBAL);
        assertThat(scope.apply("described")).isEqualTo(Scope.GLOBAL);
        assertThat(scope.apply("regional")).isEqualTo(Scope.REGIONAL);
    }

    @Test
    void an_account_without_a_client_does_not_keep_the_next_one_from_being_read() throws Exception {
        bedrock.put("p1", CREATED, SEARCH, model("us-east-1"));
        BedrockAccount broken = BedrockAccount.in("nowhere");
        ProfileSync two = new ProfileSync(
                List.of(broken, BedrockAccount.DEFAULT),
                account -> {
                    if (account.equals(broken)) {
                        throw software.amazon.awssdk.core.exception.SdkClientException.create("no such Region");
                    }
                    return client(bedrock);
                },
                table,
                clock,
                ProfileSyncSettings.DEFAULT);

        SyncSummary summary = two.run();

        assertThat(summary.written()).isEqualTo(1);
        assertThat(summary.failed())
                .containsExactly(
                        new SyncSummary.Failure("bedrock in nowhere", "opening a client failed: no such Region"));
        two.close();
    }
}
