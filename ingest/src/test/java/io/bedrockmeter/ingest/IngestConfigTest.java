package io.bedrockmeter.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.source.FollowSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A configuration that cannot work is refused with everything that is wrong with it. */
class IngestConfigTest {

    @Test
    void all_problems_are_told_at_once() {
        assertThatThrownBy(() -> new IngestConfig(
                        "no spaces allowed",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(1),
                        FollowSettings.of(0),
                        CommitPolicy.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("instance id", "poll interval", "largest record");
        assertThatThrownBy(() -> new CommitPolicy(0, Duration.ofMillis(1))).hasMessageContaining("commit records is 0");
        assertThatThrownBy(() -> new CommitPolicy(1, Duration.ofMinutes(1))).hasMessageContaining("commit delay");
    }

    @Test
    void references_are_added_to_the_defaults() {
        IngestConfig config = IngestConfig.following("one", List.of(Path.of("logs")), List.of())
                .withReferences(Optional.of(Path.of("profiles.json")), Optional.empty());

        assertThat(config.profiles()).contains(Path.of("profiles.json"));
        assertThat(config.follow().maxRecordBytes()).isEqualTo(32 * 1024 * 1024);
    }
}
