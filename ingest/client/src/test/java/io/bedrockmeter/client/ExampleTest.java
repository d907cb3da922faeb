package io.bedrockmeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.events.EventResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

class ExampleTest {

    @Test
    void the_documented_example_tags_its_calls() {
        try (Harness harness = new Harness()) {
            harness.bedrock.answerJson("req-1", "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1}}");
            harness.bedrock.answerJson("req-2", "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1}}");

            Example.run(
                    harness.intake.uri(),
                    BedrockRuntimeClient.builder()
                            .region(Region.EU_CENTRAL_1)
                            .credentialsProvider(
                                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "s")))
                            .endpointOverride(harness.bedrock.uri()),
                    Harness.converse());

            assertThat(harness.intake.events)
                    .extracting(event -> ((EventResult.Usage) event).event().tags())
                    .containsExactly(
                            Map.of("Application", "shop", "Team", "search"),
                            Map.of("Application", "shop", "Team", "ads", "CostCenter", "4711"));
        }
    }

    @Test
    void the_example_in_the_documentation_is_the_one_that_is_compiled() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/bedrockmeter/client/Example.java"));
        String example = source.substring(
                        source.indexOf("// example begins") + "// example begins\n".length(),
                        source.indexOf("        // example ends"))
                .indent(-8);

        String document = Files.readString(Path.of("../../docs/java-client.md"));

        assertThat(document).contains("```java\n" + example + "```");
    }
}
