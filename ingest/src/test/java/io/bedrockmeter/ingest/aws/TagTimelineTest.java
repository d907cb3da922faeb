package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.TagVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Since when tags hold. */
class TagTimelineTest {

    private static final Map<String, String> SEARCH = Map.of("Team", "search");
    private static final Map<String, String> CHAT = Map.of("Team", "chat");
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-01T00:05:00Z");
    private static final List<TagVersion> KNOWN = List.of(new TagVersion(CREATED, SEARCH));

    private static ObservedTags chat(Optional<Instant> previously) {
        return new ObservedTags(CHAT, NOW, previously, false);
    }

    private static List<TagVersion> changedAt(Instant since) {
        return List.of(new TagVersion(CREATED, SEARCH), new TagVersion(since, CHAT));
    }

    @Test
    void first_tags_hold_since_the_epoch_where_nobody_says_when_it_was_created() {
        assertThat(TagTimeline.observed(List.of(), chat(Optional.empty()), Optional.empty(), Optional.empty()))
                .containsExactly(new TagVersion(Instant.EPOCH, CHAT));
    }

    @Test
    void first_tags_hold_from_now_at_the_latest_when_the_clocks_disagree() {
        assertThat(TagTimeline.observed(
                        List.of(), chat(Optional.empty()), Optional.of(NOW.plusSeconds(9)), Optional.empty()))
                .containsExactly(new TagVersion(NOW, CHAT));
    }

    @Test
    void a_change_is_dated_by_aws_only_between_the_last_look_and_this_one() {
        Optional<Instant> last = Optional.of(BEFORE);
        for (Instant believed : List.of(BEFORE.plusMillis(1), NOW)) {
            assertThat(TagTimeline.observed(KNOWN, chat(last), Optional.of(CREATED), Optional.of(believed)))
                    .isEqualTo(changedAt(believed));
        }
        for (Instant impossible : List.of(CREATED, BEFORE, NOW.plusMillis(1))) {
            assertThat(TagTimeline.observed(KNOWN, chat(last), Optional.of(CREATED), Optional.of(impossible)))
                    .isEqualTo(changedAt(NOW));
        }
    }

    @Test
    void a_change_is_not_dated_by_aws_when_we_did_not_look_before() {
        assertThat(TagTimeline.observed(KNOWN, chat(Optional.empty()), Optional.of(CREATED), Optional.of(BEFORE)))
                .isEqualTo(changedAt(NOW));
    }

    @Test
    void a_look_that_took_long_does_not_undo_what_another_process_saw_meanwhile() {
        List<TagVersion> newer = changedAt(NOW.plusSeconds(10));

        assertThat(TagTimeline.observed(newer, ObservedTags.fresh(SEARCH, NOW), Optional.of(CREATED), Optional.empty()))
                .isEqualTo(newer);
    }

    @Test
    void an_answer_that_is_only_still_believed_undoes_nothing_when_the_clocks_of_two_processes_disagree() {
        List<TagVersion> changed = changedAt(NOW.minusSeconds(120));
        ObservedTags believed = new ObservedTags(SEARCH, NOW, Optional.empty(), true);

        assertThat(TagTimeline.observed(changed, believed, Optional.of(CREATED), Optional.empty()))
                .isEqualTo(changed);
    }

    @Test
    void a_statement_about_the_future_stays_when_the_present_changes() {
        TagVersion planned = new TagVersion(NOW.plusSeconds(1_000), SEARCH);

        assertThat(TagTimeline.observed(
                        List.of(KNOWN.get(0), planned), chat(Optional.empty()), Optional.empty(), Optional.empty()))
                .containsExactly(KNOWN.get(0), new TagVersion(NOW, CHAT), planned);
    }

    @Test
    void a_change_never_hides_an_earlier_one_of_the_same_look() {
        List<TagVersion> stated = List.of(KNOWN.get(0), new TagVersion(BEFORE.plusSeconds(60), SEARCH));

        assertThat(TagTimeline.observed(
                        stated, chat(Optional.of(BEFORE)), Optional.of(CREATED), Optional.of(BEFORE.plusSeconds(30))))
                .containsExactly(stated.get(0), stated.get(1), new TagVersion(NOW, CHAT));
    }
}
