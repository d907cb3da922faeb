package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.aws.FakeEndpoint.Fault;
import io.bedrockmeter.schemas.model.Profile;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client as production opens it: default chains, endpoint from outside, the SDK's own waits between attempts. */
class BedrockClientsTest {

    private final Properties before = new Properties();
    private final FakeBedrock bedrock = new FakeBedrock();

    @BeforeEach
    void configure() {
        before.putAll(System.getProperties());
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
        bedrock.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.endpointUrl", "aws.endpointUrlBedrock"})
    void an_endpoint_from_outside_is_used_with_the_default_chains(String property) throws Exception {
        System.setProperty(property, bedrock.uri().toString());
        bedrock.put("p1", "2026-01-01T00:00:00Z", Map.of("Team", "search"), FakeBedrock.model("us-east-1"));
        bedrock.failNext("GET /inference-profiles", Fault.of(429, "ThrottlingException"), Fault.cut());
        MemoryTable<Profile> table = MemoryTable.profiles();
        SyncSummary summary;

        try (ProfileSync sync = new ProfileSync(
                List.of(BedrockAccount.DEFAULT),
                BedrockClients::open,
                table,
                Clock.systemUTC(),
                ProfileSyncSettings.DEFAULT)) {
            summary = sync.run();
        }

        assertThat(summary).isEqualTo(new SyncSummary(1, 1, 0, List.of()));
        assertThat(bedrock.countAsked("GET /inference-profiles")).isEqualTo(4);
    }
}
