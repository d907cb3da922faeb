package io.bedrockmeter.metering.rates.litellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.metering.rates.ImportResult;
import io.bedrockmeter.metering.rates.InvalidRateCardsException;
import io.bedrockmeter.schemas.model.RateLayer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteLlmImporterTest {

    private static final LiteLlmImporter IMPORTER =
            new LiteLlmImporter(RateLayer.BUNDLED, "1", Instant.parse("2020-01-01T00:00:00Z"));

    @Test
    void geographic_entries_price_the_regions_of_their_geography() throws IOException {
        assertThat(cards("""
                "us.maker.x": {"input_cost_per_token": 1}, "us-gov.maker.x": {"input_cost_per_token": 2},
                "apac.maker.x": {"input_cost_per_token": 3}, "jp.maker.x": {"input_cost_per_token": 4},
                "au.maker.x": {"input_cost_per_token": 5}, "ca.maker.x": {"input_cost_per_token": 6},
                "eu.maker.x": {"input_cost_per_token": 7}, "global.maker.x": {"input_cost_per_token": 8}"""))
                .containsExactlyInAnyOrder(
                        "maker.x regional us-* default inputTokens 1",
                        "maker.x regional us-gov-* default inputTokens 2",
                        "maker.x regional ap-* default inputTokens 3",
                        "maker.x regional ap-northeast-1 default inputTokens 4",
                        "maker.x regional ap-northeast-3 default inputTokens 4",
                        "maker.x regional ap-southeast-2 default inputTokens 5",
                        "maker.x regional ap-southeast-4 default inputTokens 5",
                        "maker.x regional ca-* default inputTokens 6",
                        "maker.x regional eu-* default inputTokens 7",
                        "maker.x global * default inputTokens 8");
    }

    @Test
    void a_bare_entry_prices_any_region_unless_it_carries_the_global_price() throws IOException {
        String geographic = "\"us.maker.x\": {\"input_cost_per_token\": 1.1}";

        assertThat(cards("\"maker.x\": {\"input_cost_per_token\": 1}, " + geographic))
                .contains("maker.x regional * default inputTokens 1");
        assertThat(
                        cards(
                                "\"maker.x\": {\"input_cost_per_token\": 1}, \"global.maker.x\": {\"input_cost_per_token\": 1}"))
                .contains("maker.x regional * default inputTokens 1");
        assertThat(cards(
                        "\"maker.x\": {\"input_cost_per_token\": 1}, \"global.maker.x\": {\"input_cost_per_token\": 1}, "
                                + geographic))
                .containsExactlyInAnyOrder(
                        "maker.x global * default inputTokens 1", "maker.x regional us-* default inputTokens 1.1");
    }

    @Test
    void an_entry_of_a_region_is_nearer_than_one_of_a_geography() throws IOException {
        assertThat(cards("\"bedrock/ap-northeast-1/maker.x\": {\"input_cost_per_token\": 2}, "
                        + "\"jp.maker.x\": {\"input_cost_per_token\": 1}"))
                .containsExactlyInAnyOrder(
                        "maker.x regional ap-northeast-1 default inputTokens 2",
                        "maker.x regional ap-northeast-3 default inputTokens 1");
    }

    @Test
    void an_entry_of_an_api_counts_only_where_the_model_has_no_other() throws IOException {
        assertThat(cards("\"bedrock_mantle/openai.x\": {\"input_cost_per_token\": 1}"))
                .containsExactly("openai.x regional * default inputTokens 1");
        assertThat(cards("\"bedrock_mantle/openai.x\": {\"input_cost_per_token\": 1}, "
                        + "\"openai.x\": {\"input_cost_per_token\": 2}"))
                .containsExactly("openai.x regional * default inputTokens 2");
    }

    @Test
    void every_field_becomes_its_unit_tier_and_limit() throws IOException {
        assertThat(cards("""
                "maker.x": {"input_cost_per_token": 1e-06, "output_cost_per_token": 8.75e-09,
                "cache_read_input_token_cost": 3, "cache_creation_input_token_cost": 4,
                "cache_creation_input_token_cost_above_1hr": 5,
                "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 6,
                "input_cost_per_token_above_272k_tokens": 7, "input_cost_per_token_batches": 8,
                "output_cost_per_token_priority": 9, "output_cost_per_image": 10, "input_cost_per_image": 0,
                "input_cost_per_video_per_second": 0.0007, "input_cost_per_audio_per_second": 0.00014,
                "input_cost_per_query": 0.001}"""))
                .containsExactlyInAnyOrder(
                        "maker.x regional * default inputTokens 0.000001",
                        "maker.x regional * default outputTokens 0.00000000875",
                        "maker.x regional * default cacheReadTokens 3",
                        "maker.x regional * default cacheWrite5mTokens 4",
                        "maker.x regional * default cacheWrite1hTokens 5",
                        "maker.x regional * default cacheWrite1hTokens above 200000 prompt tokens 6",
                        "maker.x regional * default inputTokens above 272000 prompt tokens 7",
                        "maker.x regional * batch inputTokens 8",
                        "maker.x regional * priority outputTokens 9",
                        "maker.x regional * default outputImages 10",
                        "maker.x regional * default inputImages 0",
                        "maker.x regional * default inputVideoMs 0.0000007",
                        "maker.x regional * default inputAudioMs 0.00000014",
                        "maker.x regional * default searchUnits 0.001");
    }

    @Test
    void a_price_of_zero_is_believed_only_where_nothing_is_billed() throws IOException {
        ImportResult result = read(entries("""
                "maker.chat": {"mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0},
                "maker.embed": {"mode": "embedding", "input_cost_per_token": 1, "output_cost_per_token": 0.0}"""));

        assertThat(result.schedules()).extracting("model").containsExactly("maker.embed");
        assertThat(result.schedules().get(0).cards()).hasSize(2);
        assertThat(result.unmapped())
                .extracting(row -> row.row() + ": " + row.reason())
                .containsExactly(
                        "maker.chat: input_cost_per_token of 0 is not believed",
                        "maker.chat: output_cost_per_token of 0 is not believed");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-haiku-4-5@20251001, names no model id of Bedrock",
        "claude-sonnet-4-5-20250929-v1:0, names no model id of Bedrock",
        "bedrock/us-gov-east-1/claude-sonnet-4-5-20250929-v1:0, names no model id of Bedrock",
        "bedrock/us.anthropic.claude-3-5-haiku-20241022-v1:0, repeats us.anthropic.claude-3-5-haiku-20241022-v1:0",
        "bedrock/invoke/anthropic.claude-3-5-sonnet-20240620-v1:0, unknown form of key",
        "'bedrock/*/1-month-commitment/cohere.command-text-v14', 'price of committed throughput, billed by the hour'",
        "1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0, 'price by image size and steps, which the log does not"
                + " tell'",
        "latam.anthropic.claude-x, unknown geography latam"
    })
    void a_key_that_names_no_call_is_listed(String key, String reason) throws IOException {
        ImportResult result = read(entries("\"" + key + "\": {\"input_cost_per_token\": 1}"));

        assertThat(result.schedules()).isEmpty();
        assertThat(result.unmapped())
                .extracting("row", "reason")
                .containsExactly(org.assertj.core.groups.Tuple.tuple(key, reason));
    }

    @Test
    void the_snapshot_loses_no_entry_silently() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                getClass().getResourceAsStream("/rates/litellm-bedrock-prices-2026-08-06.json"))) {
            ImportResult result = IMPORTER.read("snapshot", in);

            assertThat(result.schedules()).hasSize(148);
            assertThat(result.cardCount()).isEqualTo(1_124);
            assertThat(result.unmapped().stream()
                            .filter(row -> !row.reason().contains("has no unit"))
                            .map(row -> row.reason().replaceAll("^repeats .*", "repeats"))
                            .distinct())
                    .containsExactlyInAnyOrder(
                            "price by image size and steps, which the log does not tell",
                            "price of committed throughput, billed by the hour",
                            "names no model id of Bedrock",
                            "unknown form of key",
                            "repeats",
                            "the model has entries of its own",
                            "carries the price of global routing; calls in a Region are dearer where listed",
                            "input_cost_per_token of 0 is not believed",
                            "output_cost_per_token of 0 is not believed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "text",
                "{\"maker.x\": {\"litellm_provider\": \"openai\"}}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": {\"input_cost_per_token\": 1e17199922746877}}",
                "{\"maker.x\": {\"litellm_provider\": \"bedrock\", \"input_cost_per_token\": -1}}",
                "{\"maker.x\": {\"litellm_provider\": \"bedrock\", \"input_cost_per_token\": \"free\"}}"
            })
    void a_file_that_cannot_be_right_is_refused(String file) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidRateCardsException.class)
                .hasMessageStartingWith("prices.json: refused, nothing was changed");
    }

    private static List<String> cards(String entries) throws IOException {
        return read(entries(entries)).schedules().stream()
                .flatMap(schedule -> schedule.cards().stream()
                        .map(card -> schedule.model() + " " + io.bedrockmeter.metering.rates.RateKey.of(card) + " "
                                + card.usdPerUnit().toPlainString()))
                .toList();
    }

    private static String entries(String entries) {
        return "{" + entries.replace("{", "{\"litellm_provider\": \"bedrock\", ") + "}";
    }

    private static ImportResult read(String file) throws IOException {
        return IMPORTER.read("prices.json", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }
}
