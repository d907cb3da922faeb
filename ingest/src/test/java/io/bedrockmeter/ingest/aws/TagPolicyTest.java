package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bedrockmeter.ingest.aws.TagPolicy.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tags may be, before AWS is asked. */
class TagPolicyTest {

    private static final TagPolicy POLICY = new TagPolicy(List.of(
            new Rule("Team", List.of("squad"), true, Set.of()),
            new Rule("Environment", List.of("env"), true, Set.of("prod", "test")),
            new Rule("CostCenter", List.of(), false, Set.of())));

    private static List<String> problems(Map<String, String> tags) {
        return catchThrowableOfType(InvalidRequestException.class, () -> POLICY.check(tags))
                .problems();
    }

    @Test
    void every_spelling_becomes_its_key_and_other_keys_stay() throws Exception {
        Map<String, String> checked =
                POLICY.check(Map.of("SQUAD", "search", "env", "prod", "cost-center", "42", "free key", "x"));

        assertThat(checked)
                .isEqualTo(Map.of("Team", "search", "Environment", "prod", "CostCenter", "42", "free key", "x"));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        Map<String, String> tags = new HashMap<>(Map.of(
                "env", "production", "aws:own", "x", "k".repeat(129), "x", "long", "v".repeat(257), "odd", "a|b"));
        tags.put("cost center", "1");
        tags.put("CostCenter", "2");

        assertThat(problems(tags))
                .hasSize(7)
                .anyMatch(problem -> problem.equals("tag Team is missing: the policy requires it"))
                .anyMatch(problem -> problem.equals("tag Environment is \"production\": expected one of prod, test"))
                .anyMatch(problem -> problem.contains("aws:, which AWS keeps"))
                .anyMatch(problem -> problem.contains("129 characters: expected 1 to 128"))
                .anyMatch(problem -> problem.contains("257 characters: expected at most 256"))
                .anyMatch(problem -> problem.startsWith("value of tag \"odd\": expected letters"))
                .anyMatch(problem ->
                        problem.equals("tag \"cost center\" means CostCenter, which is there with another value"));
    }

    @Test
    void one_spelling_twice_with_the_same_value_is_one_tag() throws Exception {
        assertThat(POLICY.check(Map.of("Team", "a", "squad", "a", "env", "test")))
                .isEqualTo(Map.of("Team", "a", "Environment", "test"));
    }

    @Test
    void more_tags_than_aws_allows_are_refused() {
        Map<String, String> tags = new HashMap<>(Map.of("Team", "a", "env", "prod"));
        for (int i = 0; i < 49; i++) {
            tags.put("key" + i, "");
        }

        assertThat(problems(tags)).containsExactly("51 tags: expected at most 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_required_tag_needs_a_value(String value) {
        assertThat(problems(Map.of("Team", value, "env", "prod")))
                .containsExactly("tag Team is missing: the policy requires it");
    }

    @Test
    void a_policy_that_contradicts_itself_is_refused_with_all_reasons() {
        List<Rule> rules = List.of(
                new Rule("Team", List.of("unit"), false, Set.of()),
                new Rule("Unit", List.of("--"), false, Set.of("a|b")),
                new Rule("aws:x", List.of(), false, Set.of()));

        assertThatThrownBy(() -> new TagPolicy(rules))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"Unit\" of Unit is spelled like one of Team")
                .hasMessageContaining("\"--\" has no letter or digit")
                .hasMessageContaining("value of tag \"Unit\"")
                .hasMessageContaining("\"aws:x\" begins with aws:");
    }

    @Test
    void the_standard_policy_knows_the_usual_spellings_and_requires_nothing() throws Exception {
        assertThat(TagPolicy.standard().check(Map.of("cost-centre", "1", "TEAM_ID", "x")))
                .isEqualTo(Map.of("CostCenter", "1", "Team", "x"));
        assertThat(TagPolicy.standard().check(Map.of())).isEmpty();
    }

    @Test
    void a_change_replaces_other_spellings_and_leaves_tags_of_aws_alone() throws Exception {
        Map<String, String> existing =
                Map.of("squad", "old", "Environment", "prod", "gone", "x", "aws:cloudformation:stack-name", "s");

        TagChange.Plan plan = new TagChange(Map.of("team", "new"), Set.of("gone", "never")).plan(existing, POLICY);

        assertThat(plan.set()).isEqualTo(Map.of("Team", "new"));
        assertThat(plan.remove()).containsExactly("gone", "squad");
        assertThat(plan.result())
                .isEqualTo(Map.of("Team", "new", "Environment", "prod", "aws:cloudformation:stack-name", "s"));
    }

    @Test
    void a_change_that_would_break_the_policy_is_refused() {
        assertThatThrownBy(() -> new TagChange(Map.of(), Set.of("squad"))
                        .plan(Map.of("Team", "a", "Environment", "prod"), POLICY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("tag Team is missing: the policy requires it");
    }

    @Test
    void a_change_that_contradicts_itself_is_refused() {
        assertThatThrownBy(
                        () -> new TagChange(Map.of("Team", "a", "squad", "b"), Set.of("TEAM")).plan(Map.of(), POLICY))
                .hasMessage("tag Team is set to two values; tag Team is both set and removed");
    }
}
