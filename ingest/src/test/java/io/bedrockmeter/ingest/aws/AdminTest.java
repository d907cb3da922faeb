package io.bedrockmeter.ingest.aws;

import static io.bedrockmeter.ingest.aws.FakeBedrock.arn;
import static io.bedrockmeter.ingest.aws.FakeBedrock.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.ingest.aws.FakeEndpoint.Fault;
import io.bedrockmeter.ingest.aws.TagPolicy.Rule;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrock.BedrockClient;

/** Creating and tagging, against local endpoints. */
class AdminTest {

    private static final TagPolicy POLICY = new TagPolicy(List.of(
            new Rule("Team", List.of("squad"), true, Set.of()),
            new Rule("Environment", List.of("env"), false, Set.of("prod", "test"))));
    private static final String GLOBAL_SOURCE = FakeBedrock.systemArn("global." + FakeBedrock.MODEL);

    private final FakeBedrock bedrock = new FakeBedrock();
    private final FakeMantle mantle = new FakeMantle(FakeBedrock.ACCOUNT);
    private final BedrockClient bedrockClient = ProfileSyncTest.client(bedrock);
    private final MantleClient mantleClient = MantleClient.open(mantle.settings());
    private final MemoryTable<Profile> profileTable = MemoryTable.profiles();
    private final MemoryTable<Project> projectTable = MemoryTable.projects();
    private final SteppingClock clock = new SteppingClock("2026-03-01T12:00:00Z");
    private final ProfileAdmin profiles = new ProfileAdmin(bedrockClient, POLICY, profileTable, clock);
    private final ProjectAdmin projects = new ProjectAdmin(mantleClient, POLICY, projectTable, clock);

    @AfterEach
    void close() {
        bedrockClient.close();
        mantleClient.close();
        bedrock.close();
        mantle.close();
    }

    private static NewProfile profile(String name, String copyFrom, Map<String, String> tags) {
        return new NewProfile(name, "", copyFrom, tags, Optional.of("token-1"));
    }

    @Test
    void a_created_profile_has_canonical_tags_and_its_scope_from_its_source() throws Exception {
        Administered created = profiles.create(profile("search prod", GLOBAL_SOURCE, Map.of("squad", "search")));

        assertThat(created).isEqualTo(new Administered(arn("created0"), Map.of("Team", "search"), true));
        assertThat(bedrock.tags("created0")).isEqualTo(Map.of("Team", "search"));
        Profile row = profileTable.get(arn("created0"));
        assertThat(row.scope()).isEqualTo(Scope.GLOBAL);
        assertThat(row.baseModel()).isEqualTo(FakeBedrock.MODEL);
        assertThat(row.tagsAt(clock.instant())).isEqualTo(Map.of("Team", "search"));
    }

    @Test
    void creating_again_with_the_same_token_creates_nothing_more() throws Exception {
        NewProfile wanted = profile("search", GLOBAL_SOURCE, Map.of("Team", "search"));
        profiles.create(wanted);
        bedrock.failNext("POST /inference-profiles", Fault.of(500, "InternalServerException"), Fault.cut());

        Administered again = profiles.create(wanted);

        assertThat(again.arn()).isEqualTo(arn("created0"));
        assertThat(profileTable.size()).isEqualTo(1);
    }

    @Test
    void everything_that_is_wrong_with_a_profile_is_said_and_aws_is_not_called() {
        NewProfile wrong =
                new NewProfile("-x", "a|b", "anthropic.claude", Map.of("env", "production"), Optional.of("no token"));

        assertThatThrownBy(() -> profiles.create(wrong))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.problems()).hasSize(6));
        assertThat(bedrock.asked).isEmpty();
    }

    @Test
    void tagging_a_profile_that_was_unknown_leaves_its_past_to_its_old_team() throws Exception {
        bedrock.put("p1", "2026-01-01T00:00:00Z", Map.of("squad", "search", "Keep", "x"), model("us-east-1"));

        Administered tagged = profiles.tag("p1", new TagChange(Map.of("team", "chat"), Set.of()));

        assertThat(tagged).isEqualTo(new Administered(arn("p1"), Map.of("Team", "chat", "Keep", "x"), true));
        assertThat(bedrock.tags("p1")).isEqualTo(Map.of("Team", "chat", "Keep", "x"));
    }

    @Test
    void a_tag_set_by_us_holds_from_the_moment_it_was_set() throws Exception {
        bedrock.put("p1", "2026-01-01T00:00:00Z", Map.of("Team", "search"), model("us-east-1"));
        ProfileSync sync = new ProfileSync(
                List.of(BedrockAccount.DEFAULT),
                account -> ProfileSyncTest.client(bedrock),
                profileTable,
                clock,
                ProfileSyncSettings.DEFAULT);
        sync.run();
        clock.set("2026-03-02T00:00:00Z");

        profiles.tag(arn("p1"), new TagChange(Map.of("Team", "chat"), Set.of()));

        Profile row = profileTable.get(arn("p1"));
        assertThat(row.tagsAt(Instant.parse("2026-03-01T23:59:59.999Z"))).isEqualTo(Map.of("Team", "search"));
        assertThat(row.tagsAt(Instant.parse("2026-03-02T00:00:00Z"))).isEqualTo(Map.of("Team", "chat"));
        sync.close();
    }

    @Test
    void a_refusal_of_aws_is_named() {
        bedrock.put("p1", "2026-01-01T00:00:00Z", Map.of("Team", "search"), model("us-east-1"));
        bedrock.failNext("POST /tagResource", Fault.of(403, "AccessDeniedException"));

        assertThatThrownBy(() -> profiles.tag("p1", new TagChange(Map.of("Team", "chat"), Set.of())))
                .isInstanceOf(AwsRefusedException.class)
                .hasMessage("tagging " + arn("p1") + " was refused: HTTP 403 AccessDeniedException");
        assertThat(profileTable.size()).isZero();
    }

    @Test
    void a_profile_of_aws_cannot_be_tagged() {
        bedrock.putSystem("us." + FakeBedrock.MODEL, model("us-east-1"));

        assertThatThrownBy(
                        () -> profiles.tag("us." + FakeBedrock.MODEL, new TagChange(Map.of("Team", "chat"), Set.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageEndingWith("expected an application inference profile");
    }

    @Test
    void a_change_that_kafka_cannot_take_yet_is_still_made() throws Exception {
        bedrock.put("p1", "2026-01-01T00:00:00Z", Map.of("Team", "search"), model("us-east-1"));
        profileTable.unavailable = true;

        Administered tagged = profiles.tag("p1", new TagChange(Map.of("Team", "chat"), Set.of()));

        assertThat(tagged.published()).isFalse();
        assertThat(bedrock.tags("p1")).isEqualTo(Map.of("Team", "chat"));
    }

    @Test
    void a_project_is_created_tagged_and_archived() throws Exception {
        Administered created = projects.create("shop", Map.of("squad", "search", "Old", "x"));
        clock.set("2026-03-02T00:00:00Z");
        projects.tag(created.arn(), new TagChange(Map.of("Team", "chat"), Set.of("Old")));
        clock.set("2026-03-03T00:00:00Z");

        projects.archive(created.arn());

        Project row = projectTable.get(created.arn());
        assertThat(row.status()).isEqualTo("archived");
        assertThat(row.name()).isEqualTo("shop");
        assertThat(row.tagsAt(Instant.parse("2026-03-01T23:59:59Z"))).isEqualTo(Map.of("Team", "search", "Old", "x"));
        assertThat(row.tagsAt(clock.instant())).isEqualTo(Map.of("Team", "chat"));
        assertThat(row.tagHistory()).hasSize(2);
    }

    @Test
    void a_project_is_not_created_twice_when_the_answer_got_lost() {
        mantle.failNext("POST", Fault.cut());

        assertThatThrownBy(() -> projects.create("shop", Map.of("Team", "search")))
                .isInstanceOf(AwsRefusedException.class)
                .hasMessageContaining("POST /organization/projects")
                .hasMessageNotContaining(FakeMantle.KEY);
        assertThat(mantle.countAsked("POST")).isEqualTo(1);
    }

    @Test
    void an_unknown_or_impossible_project_is_refused() {
        TagChange change = new TagChange(Map.of("Team", "chat"), Set.of());

        assertThatThrownBy(() -> projects.tag("proj_none", change)).hasMessage("there is no project proj_none");
        assertThatThrownBy(() -> projects.tag("../organization/keys", change))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected proj_ and letters or digits");
        assertThat(mantle.countAsked("POST")).isZero();
    }
}
