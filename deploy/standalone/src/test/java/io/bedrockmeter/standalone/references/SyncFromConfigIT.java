package io.bedrockmeter.standalone.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.bedrockmeter.standalone.meter.MeterRun;
import io.bedrockmeter.standalone.meter.Role;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class SyncFromConfigIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void run_learns_profiles_and_projects_from_the_places_its_configuration_names(
            KafkaSettings kafka, @TempDir Path directory) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (AwsServer aws = AwsServer.start()) {
            RunConfig config = config(kafka, aws, directory);
            CompletableFuture<Void> ended;

            try (Lifecycle lifecycle = new Lifecycle()) {
                ended = CompletableFuture.runAsync(() -> run(config, lifecycle, print));
                ReferencePublisher tables = new ReferencePublisher(kafka);
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(ended).as("%s", out).isNotCompletedExceptionally();
                    assertTold(tables);
                });
            }

            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("open-sesame");
        }
    }

    private static void assertTold(ReferencePublisher tables) {
        Profile profile = tables.profiles().read().get(AwsServer.PROFILE_ARN);
        assertThat(profile).isNotNull();
        assertThat(profile.tagsAt(Instant.now())).isEqualTo(Map.of("Team", "search"));
        Project project = tables.projects().read().get(AwsServer.PROJECT_ID);
        assertThat(project).isNotNull();
        assertThat(project.tagsAt(Instant.now())).isEqualTo(Map.of("Team", "search"));
    }

    private static RunConfig config(KafkaSettings kafka, AwsServer aws, Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("meter.yaml"), """
                dataDirectory: %s
                kafka: {bootstrapServers: "%s", topicPrefix: "%s"}
                http: {port: 0}
                management: {port: 0}
                references:
                  bundledRateCards: false
                  sync:
                    interval: 10s
                    accounts:
                      - regions: [us-east-1]
                    projects:
                      - {region: us-east-1, endpoint: "%s", key: open-sesame}
                """.formatted(
                        directory.resolve("data"), kafka.bootstrapServers(), kafka.topicPrefix(), aws.url()));
        return RunConfig.load(Optional.of(file), Map.of()).value();
    }

    private static void run(RunConfig config, Lifecycle lifecycle, PrintStream print) {
        try {
            new MeterRun(config, EnumSet.of(Role.INGEST), lifecycle, new Console(print, print, false)).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
