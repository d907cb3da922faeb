package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.http.Peers;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.bedrockmeter.standalone.metering.CostExplorer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a broker on which metering runs: every way to ask for a number gives the same one. */
@KafkaSuite
final class RerateWhileMeteringIT {

    private static final String MODEL = "acme.m-v1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration HORIZON = Duration.ofSeconds(15);
    private static final int REQUESTS = 300;

    /** Twenty days ago: beyond what metering remembers by default, within what the windows keep. */
    private final Instant calledAt = Instant.now().minus(Duration.ofDays(20)).truncatedTo(ChronoUnit.HOURS);

    @TempDir
    private Path directory;

    private static CommandRun run(KafkaSettings kafka, String... arguments) {
        CommandRun run = SampleLedger.run(kafka, Map.of(), arguments);
        assertThat(run.exitCode()).as("%s: %s", List.of(arguments), run.err()).isZero();
        return run;
    }

    @Test
    void a_discount_agreed_late_reaches_exports_and_queries_to_the_last_digit_by_a_rerate(
            KafkaSettings kafka, @TempDir Path state) throws Exception {
        TopicSetup.ensure(kafka);
        MeteringConfig config = MeteringConfig.defaults(state).withRequestHorizon(HORIZON);
        try (MeteringService metering = new MeteringService(config, kafka)) {
            // Given calls at list price, forgotten by metering, and a discount that was agreed for their time since
            run(kafka, "rate-cards", "import", prices());
            metering.start();
            send(kafka);
            metering.awaitCaughtUp(PATIENCE);
            await().atMost(PATIENCE)
                    .until(() -> metering.counters().forgottenRequests.sum() == REQUESTS);
            try (CostExplorer http = new CostExplorer(config, metering, kafka, Peers.NONE, 0)) {
                assertAgreement(kafka, http, "0.000407300100", "0.000407300100");
                assertThat(run(kafka, "rate-cards", "import", discounts("12.345"))
                                .out())
                        .contains("added: 0 cards, 1 discounts");
                metering.awaitCaughtUp(PATIENCE);
                assertAgreement(kafka, http, "0.000407300100", "0.000407300100");

                // When the range is rerated while metering runs
                CommandRun preview = run(kafka, rerate("--dry-run"));
                CommandRun rerated = run(kafka, rerate("--reason", "contract 7"));
                metering.awaitCaughtUp(PATIENCE);

                // Then whatever is asked has the list cost of before and the discounted cost
                assertThat(preview.out()).isEqualTo(rerated.out());
                assertThat(rerated.out()).contains(REQUESTS + " of " + REQUESTS + " requests change");
                assertAgreement(kafka, http, "0.000407300100", "0.000357018900");
                assertThat(run(kafka, "explain", "r7").out())
                        .contains("less   12.345 % for account 111122223333  source contract 7  version 1")
                        .contains("rerated: contract 7");

                // And back
                run(kafka, "rate-cards", "import", discounts("0"));
                run(kafka, rerate("--reason", "void"));
                metering.awaitCaughtUp(PATIENCE);
                assertAgreement(kafka, http, "0.000407300100", "0.000407300100");
            }
        }
    }

    private String[] rerate(String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "rerate",
                "--from",
                calledAt.toString(),
                "--to",
                calledAt.plusSeconds(3_600).toString()));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }

    /** Each call has 3 input and 2 output tokens at prices of 13 places, so that every component is rounded. */
    private void assertAgreement(KafkaSettings kafka, CostExplorer http, String listCost, String cost)
            throws Exception {
        Path focus = directory.resolve("focus.csv");
        Path chargeback = directory.resolve("chargeback.csv");
        Path usage = directory.resolve("usage.csv");
        String from = calledAt.truncatedTo(ChronoUnit.DAYS).toString();
        String to =
                calledAt.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS).toString();
        run(kafka, "export", "focus", "--from", from, "--to", to, "--overwrite", "--output", focus.toString());
        run(kafka, "export", "usage", "--from", from, "--to", to, "--overwrite", "--output", usage.toString());
        run(
                kafka,
                "export",
                "chargeback",
                "--month",
                from.substring(0, 7),
                "--format",
                "csv",
                "--overwrite",
                "--output",
                chargeback.toString());
        JsonNode answer = ask(http, "from=" + from + "&to=" + to + "&granularity=hour");

        assertThat(List.of(
                        sum(focus, "ListCost"),
                        sum(usage, "listCost"),
                        new BigDecimal(answer.at("/total/listCost").textValue())))
                .as("list cost")
                .containsOnly(new BigDecimal(listCost));
        assertThat(List.of(
                        sum(focus, "BilledCost"),
                        sum(focus, "EffectiveCost"),
                        sum(focus, "ContractedCost"),
                        sum(usage, "cost"),
                        sum(chargeback, "cost"),
                        new BigDecimal(answer.at("/total/cost").textValue())))
                .as("cost")
                .containsOnly(new BigDecimal(cost));
    }

    private static BigDecimal sum(Path csv, String column) throws Exception {
        List<String> lines = Files.readAllLines(csv);
        int index = Arrays.asList(lines.get(0).split(",")).indexOf(column);
        assertThat(index).as("%s in %s", column, lines.get(0)).isNotNegative();
        return lines.stream()
                .skip(1)
                .map(line -> new BigDecimal(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")[index]))
                .reduce(BigDecimal.ZERO.setScale(12), BigDecimal::add);
    }

    private static JsonNode ask(CostExplorer http, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/v1/usage?" + query))
                .build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
    }

    private void send(KafkaSettings kafka) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < REQUESTS; i++) {
                Invocation call = new Invocation(
                        "r" + i,
                        calledAt.plusSeconds(i),
                        "111122223333",
                        "us-east-1",
                        "",
                        "Converse",
                        MODEL,
                        "",
                        "arn:aws:iam::111122223333:user/u",
                        Quantities.tokens(3, 2),
                        true,
                        "",
                        false,
                        "",
                        -1,
                        Map.of("team", "team-" + i % 3),
                        UsageOrigin.INVOCATION_LOG,
                        "test");
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.INVOCATIONS),
                        call.requestId(),
                        Topics.INVOCATIONS.codec().encode(call)));
            }
        }
    }

    private String prices() throws Exception {
        return Files.writeString(directory.resolve("prices.yaml"), """
                        currency: USD
                        source: ours
                        version: "1"
                        effectiveFrom: 2020-01-01
                        models:
                          - model: "%s"
                            cards: [{prices: {inputTokens: "0.0000001234567", outputTokens: "0.0000004936483"}}]
                        """.formatted(MODEL))
                .toString();
    }

    private String discounts(String percent) throws Exception {
        return Files.writeString(directory.resolve("discounts.yaml"), """
                        currency: USD
                        source: contract 7
                        version: "1"
                        effectiveFrom: 2020-01-01
                        discounts:
                          - {account: "111122223333", percent: %s}
                        """.formatted(percent))
                .toString();
    }
}
