package io.bedrockmeter.metering.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.rates.litellm.LiteLlmImporter;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BundledRateCardsTest {

    private static final String SNAPSHOT_DATE = "2026-08-06";
    private static final String SNAPSHOT = "/rates/litellm-bedrock-prices-" + SNAPSHOT_DATE + ".json";

    /** The file is undated: its prices are taken to have held before anyone could log a call. */
    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");

    private static final List<String> NOTICE = List.of(
            "Prices of Amazon Bedrock models as listed by LiteLLM (github.com/BerriAI/litellm,",
            "model_prices_and_context_window.json, Bedrock entries of " + SNAPSHOT_DATE + ").",
            "Copyright (c) 2023 Berri AI, MIT licence: see LICENSE-litellm.txt beside this file.",
            "",
            "Generated: do not edit. BundledRateCardsTest makes this file from the snapshot among the test",
            "resources by the rules of docs/decisions/0002-bundled-prices.md. The source is undated;",
            "effectiveFrom only says that a price is used for every call logged so far.");

    @Test
    void the_bundled_file_is_what_the_importer_makes_of_the_snapshot() throws IOException {
        ImportResult snapshot = importSnapshot();

        String generated = RateCardWriter.write(
                new RateCardFile(RateLayer.BUNDLED, LiteLlmImporter.SOURCE, SNAPSHOT_DATE, snapshot.schedules()),
                NOTICE);

        Path fresh = Path.of("target", "generated-rates", "bundled.yaml");
        Files.createDirectories(fresh.getParent());
        Files.writeString(fresh, generated);
        assertThat(resource("/rates/bundled.yaml"))
                .as("copy %s to src/main/resources/rates after reviewing the difference", fresh)
                .isEqualTo(generated);
    }

    @Test
    void loading_the_bundle_gives_the_cards_of_the_snapshot() throws IOException {
        List<RateSchedule> loaded = BundledRateCards.load();

        assertThat(loaded).isEqualTo(importSnapshot().schedules());
    }

    static ImportResult importSnapshot() throws IOException {
        try (InputStream in = Objects.requireNonNull(BundledRateCardsTest.class.getResourceAsStream(SNAPSHOT))) {
            return new LiteLlmImporter(RateLayer.BUNDLED, SNAPSHOT_DATE, ALWAYS).read(SNAPSHOT, in);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = BundledRateCardsTest.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
