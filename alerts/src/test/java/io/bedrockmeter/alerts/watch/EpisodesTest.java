package io.bedrockmeter.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.alerts.watch.Episodes.Known;
import io.bedrockmeter.alerts.watch.Episodes.Mark;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EpisodesTest {

    private static final AnomalyWindow HOUR = AnomalyWindow.HOUR;
    private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");

    @Test
    void windows_close_to_each_other_are_one_episode_in_whatever_order_they_are_found() {
        Episodes found = Episodes.NONE.with(NINE, Mark.RAISED);

        assertThat(found.markOf(hour(12), HOUR.reach(), Known.NEW)).isEqualTo(Mark.CONTINUED);
        assertThat(found.markOf(hour(6), HOUR.reach(), Known.NEW)).isEqualTo(Mark.CONTINUED);
        assertThat(found.markOf(hour(13), HOUR.reach(), Known.NEW)).isEqualTo(Mark.RAISED);
    }

    @Test
    void what_began_before_anybody_watched_is_silent_and_so_is_what_goes_on_from_it() {
        Mark first = Episodes.NONE.markOf(NINE, HOUR.reach(), Known.BEFORE);
        Episodes before = Episodes.NONE.with(NINE, first);

        assertThat(first).isEqualTo(Mark.SILENCED);
        assertThat(before.markOf(hour(10), HOUR.reach(), Known.NEW)).isEqualTo(Mark.CONTINUED);
        assertThat(over(before, hour(20))).isEmpty();
    }

    @Test
    void what_the_alerts_topic_knows_is_not_told_again() {
        assertThat(Episodes.NONE.markOf(NINE, HOUR.reach(), Known.TOLD)).isEqualTo(Mark.RAISED);
        assertThat(Episodes.NONE.markOf(NINE, HOUR.reach(), Known.TOLD_OVER)).isEqualTo(Mark.OVER);
    }

    @Test
    void an_episode_is_over_after_three_whole_hours_as_usual() {
        Episodes episode = Episodes.NONE.with(NINE, Mark.RAISED).with(hour(11), Mark.CONTINUED);

        assertThat(over(episode, hour(15).minusMillis(1))).isEmpty();
        assertThat(over(episode, hour(15))).containsExactly(NINE);
        assertThat(over(episode.with(NINE, Mark.OVER), hour(15))).isEmpty();
    }

    @Test
    void a_day_as_usual_is_a_whole_one_whatever_its_length() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant friday = Instant.parse("2026-10-22T22:00:00Z");
        Instant saturday = Instant.parse("2026-10-23T22:00:00Z");

        assertThat(AnomalyWindow.DAY.calmAfter(friday, berlin)).isEqualTo(Instant.parse("2026-10-24T22:00:00Z"));
        // Sunday, on which clocks are set back, has 25 hours.
        assertThat(AnomalyWindow.DAY.calmAfter(saturday, berlin)).isEqualTo(Instant.parse("2026-10-25T23:00:00Z"));
    }

    @Test
    void states_survive_a_round_trip_and_forget_what_is_old_and_over() {
        Episodes episodes = Episodes.NONE
                .with(NINE, Mark.RAISED)
                .with(hour(10), Mark.CONTINUED)
                .with(hour(20), Mark.OVER)
                .with(hour(21), Mark.SILENCED);

        assertThat(Episodes.of(episodes.toBytes())).isEqualTo(episodes);
        assertThat(episodes.since(hour(21)).windows()).containsOnlyKeys(NINE, hour(21));
    }

    private static java.util.List<Instant> over(Episodes episodes, Instant now) {
        return episodes.over(HOUR.reach(), last -> HOUR.calmAfter(last, ZoneOffset.UTC), now);
    }

    private static Instant hour(int hour) {
        return NINE.plus(Duration.ofHours(hour - 9L));
    }
}
