package io.bedrockmeter.ingest.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a file states, over what was observed. */
class StatedRowsTest {

    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final TagVersion ALWAYS_SEARCH = new TagVersion(Instant.EPOCH, Map.of("Team", "search"));
    private static final TagVersion CHAT_SINCE_MARCH = new TagVersion(MARCH, Map.of("Team", "chat"));

    private static Profile profile(String model, TagVersion... history) {
        return new Profile("arn:p", "p", model, Scope.REGIONAL, "ACTIVE", List.of(history));
    }

    private static Profile over(Profile known, Profile stated) {
        return StatedRows.profiles(Map.of("arn:p", known), List.of(stated)).get(0);
    }

    @Test
    void reading_the_same_file_again_does_not_undo_what_was_observed_since() {
        Profile known = profile("m", ALWAYS_SEARCH, CHAT_SINCE_MARCH);

        assertThat(over(known, profile("m", ALWAYS_SEARCH))).isEqualTo(known);
    }

    @Test
    void a_file_decides_the_past_up_to_its_last_word() {
        TagVersion corrected = new TagVersion(MARCH, Map.of("Team", "ads"));

        assertThat(over(profile("m", ALWAYS_SEARCH, CHAT_SINCE_MARCH), profile("m", corrected)))
                .isEqualTo(profile("m", corrected));
    }

    @Test
    void what_a_file_does_not_say_stays_as_it_is_known() {
        assertThat(over(profile("m", ALWAYS_SEARCH), profile(""))).isEqualTo(profile("m", ALWAYS_SEARCH));
    }

    @Test
    void what_is_not_known_is_as_stated() {
        assertThat(StatedRows.profiles(Map.of(), List.of(profile("m", ALWAYS_SEARCH))))
                .containsExactly(profile("m", ALWAYS_SEARCH));
    }
}
