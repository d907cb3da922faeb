package io.bedrockmeter.alerts.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.alerts.TestStreams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Names of stores and internal topics are where production state lives: a change here needs a migration. */
class TopologyDescriptionTest {

    @Test
    void the_topology_is_the_one_that_was_agreed() throws IOException {
        String description = AlertsTopology.build(AlertsHarness.settings(6), TestStreams.properties(Path.of("unused")))
                .describe()
                .toString();

        assertThat(description).isEqualToNormalizingNewlines(golden()).doesNotContain("KSTREAM-");
    }

    private static String golden() throws IOException {
        try (InputStream in = TopologyDescriptionTest.class.getResourceAsStream("/golden/alerts-topology.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
