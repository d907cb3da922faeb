package io.bedrockmeter.ingest.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles and projects in every form in which people have them. */
class ReferenceFilesTest {

    private static final String ARN =
            "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p24qm5pye2qr";

    @TempDir
    Path folder;

    private static final String AWS_PROFILE = """
            {"inferenceProfileName":"search","inferenceProfileArn":"%s","inferenceProfileId":"p24qm5pye2qr",
            "description":"x","createdAt":"2026-01-01T00:00:00Z","status":"ACTIVE","type":"APPLICATION",
            "models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6"},
            {"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-6"}],
            "tags":[{"key":"Team","value":"search"},{"key":"Owner","value":""}]}""".formatted(ARN);

    private static final Profile PROFILE = new Profile(
            ARN,
            "search",
            "anthropic.claude-sonnet-4-6",
            Scope.REGIONAL,
            "ACTIVE",
            List.of(new TagVersion(Instant.EPOCH, Map.of("Team", "search", "Owner", ""))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "[%s]",
                "{\"inferenceProfileSummaries\":[%s],\"nextToken\":\"t\"}",
                "{\"profiles\":[%s]}",
                "[{\"inferenceProfileSummaries\":[%s]}]"
            })
    void a_profile_as_aws_answers_is_read_in_every_wrapping(String wrapping) throws IOException {
        ReferenceFile<Profile> file = profiles(wrapping.formatted(AWS_PROFILE));

        assertThat(file.refused()).isEmpty();
        assertThat(file.entries()).containsExactly(PROFILE);
    }

    @Test
    void profiles_one_after_the_other_are_all_read() throws IOException {
        assertThat(profiles(AWS_PROFILE.replace("\n", " ") + "\n" + AWS_PROFILE.replace("\n", " ") + "\n")
                        .entries())
                .hasSize(2);
    }

    @Test
    void our_own_shape_has_a_tag_history() throws IOException {
        ReferenceFile<Profile> file = profiles("""
                {"profiles":[{"arn":"%s","name":"n","baseModel":"amazon.nova-lite-v1:0","scope":"global","tagHistory":[
                {"validFrom":"2026-06-01T00:00:00Z","tags":{"Team":"b"}},{"tags":{"Team":"a"}}]}]}""".formatted(ARN));

        Profile profile = file.entries().get(0);
        assertThat(profile.scope()).isEqualTo(Scope.GLOBAL);
        assertThat(profile.baseModel()).isEqualTo("amazon.nova-lite-v1:0");
        assertThat(profile.tagsAt(Instant.parse("2026-05-31T23:59:59Z"))).isEqualTo(Map.of("Team", "a"));
        assertThat(profile.tagsAt(Instant.parse("2026-06-01T00:00:00Z"))).isEqualTo(Map.of("Team", "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0,  amazon.nova-lite-v1:0,  REGIONAL",
        "arn:aws:bedrock:::foundation-model/anthropic.claude-opus-4-7,       anthropic.claude-opus-4-7, GLOBAL",
        "us.anthropic.claude-opus-4-7,                                       anthropic.claude-opus-4-7, REGIONAL",
        "global.anthropic.claude-opus-4-7,                                   anthropic.claude-opus-4-7, GLOBAL",
        "us-gov.anthropic.claude-3-haiku-20240307-v1:0,                      anthropic.claude-3-haiku-20240307-v1:0, REGIONAL",
        "arn:aws:bedrock:us-west-2:1:inference-profile/us.openai.gpt-5.6-sol, openai.gpt-5.6-sol, REGIONAL",
        "openai.gpt-5.6-sol,                                                 openai.gpt-5.6-sol, REGIONAL"
    })
    void the_base_model_and_the_scope_are_worked_out(String model, String base, Scope scope) throws IOException {
        Profile profile = profiles("{\"arn\":\"%s\",\"model\":\"%s\"}".formatted(ARN, model))
                .entries()
                .get(0);

        assertThat(profile.baseModel()).isEqualTo(base);
        assertThat(profile.scope()).isEqualTo(scope);
    }

    @Test
    void a_system_profile_without_models_is_known_by_its_id() throws IOException {
        Profile profile = profiles(
                        "{\"inferenceProfileArn\":\"arn:aws:bedrock:us-east-1:1:inference-profile/global.anthropic.claude-opus-4-7\"}")
                .entries()
                .get(0);

        assertThat(profile.baseModel()).isEqualTo("anthropic.claude-opus-4-7");
        assertThat(profile.scope()).isEqualTo(Scope.GLOBAL);
    }

    @Test
    void a_profile_copied_from_a_global_one_is_global() throws IOException {
        assertThat(profiles(
                                "{\"arn\":\"%s\",\"copyFrom\":\"arn:aws:bedrock:us-east-1:1:inference-profile/global.amazon.nova-2-lite-v1:0\"}"
                                        .formatted(ARN))
                        .entries()
                        .get(0))
                .satisfies(profile -> {
                    assertThat(profile.scope()).isEqualTo(Scope.GLOBAL);
                    assertThat(profile.baseModel()).isEqualTo("amazon.nova-2-lite-v1:0");
                });
    }

    @Test
    void an_entry_that_is_wrong_is_refused_by_its_index_and_the_others_stay() throws IOException {
        ReferenceFile<Profile> file = profiles(
                "[%s,{\"name\":\"no arn\"},7,{\"arn\":\"x\"},{\"arn\":\"%s\",\"tags\":{\"a\":5},\"scope\":\"moon\"},%s]"
                        .formatted(AWS_PROFILE, ARN, AWS_PROFILE));

        assertThat(file.entries()).hasSize(2);
        assertThat(file.refused())
                .extracting(Refusal::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains("[1]: MISSING_FIELD: arn"),
                        second -> assertThat(second).contains("[2]: INVALID_FIELD"),
                        third -> assertThat(third).contains("[3]: INVALID_FIELD: arn"),
                        fourth -> assertThat(fourth).contains("[4]: INVALID_FIELD", "tags.\"a\"", "scope"));
    }

    @Test
    void a_project_as_bedrock_answers_is_read() throws IOException {
        String fixture = Records.fixture("payload-bedrock-project.json");
        Project expected = new Project(
                "proj_5d5ykleja6cwpirysbb7",
                "arn:aws:bedrock-mantle:us-east-1:111122223333:project/proj_5d5ykleja6cwpirysbb7",
                "example",
                "active",
                List.of(new TagVersion(Instant.EPOCH, Map.of("team", "platform"))));

        assertThat(projects(fixture).entries()).containsExactly(expected);
        assertThat(projects("{\"object\":\"list\",\"data\":[" + fixture + "],\"has_more\":false}")
                        .entries())
                .containsExactly(expected);
        assertThat(projects("{\"projects\":[" + fixture + "]}").entries()).containsExactly(expected);
        assertThat(projects("[" + fixture + "," + fixture + "]").entries()).containsExactly(expected, expected);
    }

    @Test
    void a_project_without_id_is_refused() throws IOException {
        assertThat(projects("{\"name\":\"x\"}").refused())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.rejection().field()).isEqualTo("id"));
    }

    @Test
    void a_file_that_is_damaged_missing_or_no_file_is_refused_by_its_name() throws IOException {
        assertThat(projects("{\"id\":\"a\"}\n{\"id\":").refused())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.toString()).contains("x.json:2", "MALFORMED_JSON"));
        assertThat(projects("{\"id\":\"a\"}\n{\"id\":").entries()).hasSize(1);
        assertThat(ProjectFiles.read(folder.resolve("missing")).refused())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.toString()).contains("missing", "no such file"));
        assertThat(ProjectFiles.read(folder).refused())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.toString()).contains("folder"));
    }

    private ReferenceFile<Profile> profiles(String content) throws IOException {
        return ProfileFiles.read(Files.writeString(folder.resolve("x.json"), content));
    }

    private ReferenceFile<Project> projects(String content) throws IOException {
        return ProjectFiles.read(Files.writeString(folder.resolve("x.json"), content));
    }
}
