package io.bedrockmeter.metering.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The names of stores, stages and internal topics are a contract between two versions: a changed name abandons state. To
 * accept an intended change, run this test with {@code -Dgolden.update=true}.
 */
class TopologyDescriptionTest {

    private static final Path GOLDEN = Path.of("src/test/resources/topology.golden.txt");

    @Test
    void the_topology_is_as_described() throws IOException {
        KafkaSettings kafka = new KafkaSettings("unused:9092", Topics.DEFAULT_PREFIX, 4, (short) 1, Map.of());
        MeteringConfig config = MeteringConfig.defaults(Path.of("unused"));
        Properties settings = StreamsSettings.of(config, kafka);

        String described = sorted(new MeteringTopology(config, kafka, new MeteringCounters(), new Progress())
                .build(settings)
                .describe()
                .toString());

        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, described);
        }
        assertThat(described).isEqualTo(Files.readString(GOLDEN));
    }

    /** With the names of each list in text order: the description takes them from hash sets. */
    private static String sorted(String description) {
        return Pattern.compile("(?<=\\[)[^\\]]+(?=])|(?<=--> ).+")
                .matcher(description)
                .replaceAll(list -> Matcher.quoteReplacement(
                        Arrays.stream(list.group().split(", ")).sorted().collect(Collectors.joining(", "))));
    }
}
