package io.bedrockmeter.metering.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.TagSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributorTest {

    private static final List<TagSource> TRUST = Arrays.asList(TagSource.values());
    private final Attributor attributor = new Attributor(Taxonomy.standard(), TRUST, Map.of("Environment", "dev"));

    @Test
    void the_most_trusted_source_wins_for_each_key_whatever_less_trusted_ones_say() {
        for (TagSource winner : TRUST.subList(0, TRUST.size() - 1)) {
            Map<TagSource, Map<String, String>> said = new EnumMap<>(TagSource.class);
            for (TagSource source : TRUST.subList(winner.ordinal(), TRUST.size() - 1)) {
                said.put(source, Map.of("Team", source.name()));
            }

            AttributedTag team = tag(attributor.attribute(said), "Team");

            assertThat(team.value()).isEqualTo(winner.name());
            assertThat(team.source()).isEqualTo(winner);
            assertThat(team.conflict()).isEqualTo(said.size() > 1);
        }
    }

    @Test
    void sources_that_agree_are_no_conflict() {
        Attribution attribution = attributor.attribute(Map.of(
                TagSource.PROFILE, Map.of("Team", "search"), TagSource.REQUEST_METADATA, Map.of("team", "search ")));

        assertThat(tag(attribution, "Team").conflict()).isFalse();
    }

    @Test
    void spellings_of_a_key_fold_into_one() {
        for (String spelling : List.of("costCenter", "cost-center", "COST_CENTER", "CostCentre", "cost center", "cc")) {
            Attribution attribution = attributor.attribute(Map.of(TagSource.TAG_EVENT, Map.of(spelling, "42")));

            assertThat(attribution.dimensionTags()).containsEntry("CostCenter", "42");
        }
    }

    @Test
    void of_two_spellings_from_one_source_the_canonical_one_counts() {
        Attribution attribution =
                attributor.attribute(Map.of(TagSource.TAG_EVENT, Map.of("team", "a", "Team", "b", "TEAM", "c")));

        assertThat(attribution.dimensionTags()).containsEntry("Team", "b");
    }

    @Test
    void what_nobody_says_is_the_default_or_unattributed_and_never_absent() {
        Attribution attribution = attributor.attribute(Map.of());

        assertThat(attribution.attributed()).isFalse();
        assertThat(attribution.dimensionTags().keySet())
                .containsExactly("Application", "Environment", "Team", "CostCenter", "Owner");
        assertThat(attribution.dimensionTags())
                .containsEntry("Environment", "dev")
                .containsEntry("Team", Dimensions.UNATTRIBUTED);
        assertThat(tag(attribution, "Team").source()).isEqualTo(TagSource.DEFAULT);
    }

    @Test
    void blank_values_say_nothing() {
        Attribution attribution = attributor.attribute(
                Map.of(TagSource.PROFILE, Map.of("Team", "  "), TagSource.REQUEST_METADATA, Map.of("team", "search")));

        assertThat(tag(attribution, "Team").source()).isEqualTo(TagSource.REQUEST_METADATA);
    }

    @Test
    void tags_outside_the_taxonomy_stay_beside_it_and_are_no_dimension() {
        Attribution attribution =
                attributor.attribute(Map.of(TagSource.REQUEST_METADATA, Map.of("tenant", "t1", "team", "x")));

        assertThat(tag(attribution, "tenant").value()).isEqualTo("t1");
        assertThat(attribution.dimensionTags()).doesNotContainKey("tenant");
        assertThat(attribution.tags()).hasSize(6);
    }

    @Test
    void a_source_left_out_of_the_trust_order_is_not_believed() {
        Attributor distrustful = new Attributor(Taxonomy.standard(), List.of(TagSource.PROFILE), Map.of());

        Attribution attribution = distrustful.attribute(Map.of(TagSource.REQUEST_METADATA, Map.of("team", "forged")));

        assertThat(attribution.attributed()).isFalse();
    }

    @Test
    void more_keys_extend_a_taxonomy_unless_a_spelling_is_known() {
        Taxonomy extended = Taxonomy.standard().with(List.of("tenant", "COST-CENTER"));

        assertThat(extended.keys())
                .containsExactly("Application", "Environment", "Team", "CostCenter", "Owner", "tenant");
        assertThat(extended.canonical("costcentre")).isEqualTo("CostCenter");
        assertThat(extended.canonical("Tenant")).isEqualTo("tenant");
    }

    @Test
    void keys_that_cannot_be_told_apart_are_refused() {
        assertThatThrownBy(() -> Taxonomy.of(Map.of("Team", List.of("squad"), "Squad", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quad");
        assertThatThrownBy(() -> Taxonomy.of(Map.of("--", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no letter or digit");
    }

    @Test
    void a_principal_gets_the_tags_of_the_first_pattern_that_matches() {
        PrincipalMap map = new PrincipalMap(List.of(
                new PrincipalMap.Rule("arn:aws:sts::*:assumed-role/search-*/*", Map.of("Team", "search")),
                new PrincipalMap.Rule("*", Map.of("Team", "rest"))));

        assertThat(map.tagsOf("arn:aws:sts::1:assumed-role/search-prod/s")).containsEntry("Team", "search");
        assertThat(map.tagsOf("arn:aws:iam::1:user/u")).containsEntry("Team", "rest");
        assertThat(map.tagsOf("")).isEmpty();
    }

    private static AttributedTag tag(Attribution attribution, String key) {
        return attribution.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
