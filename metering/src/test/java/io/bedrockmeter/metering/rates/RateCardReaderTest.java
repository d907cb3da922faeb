package io.bedrockmeter.metering.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateCardReaderTest {

    private static final String HEAD = """
            currency: USD
            source: contract 7
            version: "2026-10"
            effectiveFrom: 2026-01-01
            models:
            """;

    @Test
    void a_group_of_prices_and_a_single_price_become_cards() throws IOException {
        RateCardFile file = read(HEAD + """
                  - model: anthropic.claude-sonnet-4-6
                    cards:
                      - {region: us-*, per: 1000000, prices: {inputTokens: 3.30, outputTokens: "16.5"}}
                      - scope: global
                        tier: flex
                        minPromptTokens: 200000
                        effectiveFrom: 2026-03-01T12:00:00Z
                        effectiveTo: 2026-04-01
                        unit: cacheWrite1hTokens
                        per: 1000
                        price: 0.006
                """);

        assertThat(file.layer()).isEqualTo(RateLayer.OVERRIDE);
        assertThat(file.schedules()).hasSize(1);
        assertThat(file.schedules().get(0).cards())
                .containsExactly(
                        card("us-*", Unit.INPUT_TOKEN, "0.0000033"),
                        card("us-*", Unit.OUTPUT_TOKEN, "0.0000165"),
                        new RateCard(
                                Scope.GLOBAL,
                                "*",
                                "flex",
                                Unit.CACHE_WRITE_1H_TOKEN,
                                200_000,
                                new BigDecimal("0.000006"),
                                Instant.parse("2026-03-01T12:00:00Z"),
                                Optional.of(Instant.parse("2026-04-01T00:00:00Z")),
                                RateLayer.OVERRIDE,
                                "contract 7",
                                "2026-10"));
    }

    @Test
    void json_is_read_too() throws IOException {
        RateCardFile file = read("""
                {"currency": "USD", "layer": "aws-price-list", "source": "s", "version": "1",
                \t"models": [{"model": "maker.model", "cards": [
                \t\t{"effectiveFrom": "2026-01-01", "unit": "inputVideoMs", "per": "minute", "price": "0.06"}]}]}
                """);

        assertThat(file.layer()).isEqualTo(RateLayer.AWS_PRICE_LIST);
        assertThat(file.schedules().get(0).cards().get(0).usdPerUnit()).isEqualTo(new BigDecimal("0.000001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-9", "1E-9", "0.000000001", "0.00000000100", "1.0e-9"})
    void prices_are_exact_however_they_are_written(String price) throws IOException {
        RateCardFile file = read(HEAD + "  - model: m.m\n    cards: [{unit: inputTokens, price: " + price + "}]\n");

        assertThat(file.schedules().get(0).cards().get(0).usdPerUnit()).isEqualTo(new BigDecimal("0.000000001"));
    }

    @Test
    void every_problem_is_listed_with_its_path() {
        InvalidRateCardsException refused = refused("""
                currency: EUR
                layer: best
                version: 1
                owner: me
                models:
                  - model: us.anthropic.claude-sonnet-4-6
                    cards:
                      - {region: us-east-1, per: 5, prices: {inputTokens: "-1", tokens: 3}}
                      - {scope: local, region: Ohio, tier: "", minPromptTokens: -1, unit: outputTokens}
                      - {effectiveFrom: soon, effectiveTo: 2026-01-01, unit: outputImages, per: second, price: 1}
                  - cards: none
                """);

        assertThat(refused.problems())
                .containsExactly(
                        "owner: unknown key, expected one of currency, discounts, effectiveFrom, layer, models, source,"
                                + " version",
                        "currency: expected USD, the only currency prices are kept in",
                        "layer: expected override, aws-price-list or bundled",
                        "source: expected some text, got nothing",
                        "models[0].model: expected a base model id such as \"anthropic.claude-sonnet-4-6\", got an ARN or a"
                                + " profile; prices of profiles are given by scope and region",
                        "models[0].cards[0].effectiveFrom: expected an instant here or at the top of the file, got nothing",
                        "models[0].cards[0].per: expected 1, 1000, 1000000, second or minute, got \"5\"",
                        "models[0].cards[0].prices.inputTokens: expected a decimal number of 0 or more, got \"-1\"",
                        "models[0].cards[0].prices.tokens: unknown unit, expected one of inputTokens, outputTokens,"
                                + " cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, inputImages, outputImages,"
                                + " inputAudioMs, outputAudioMs, inputVideoMs, outputVideoMs, searchUnits",
                        "models[0].cards[1].scope: expected regional or global, got \"local\"",
                        "models[0].cards[1].region: expected a Region such as us-east-1, a pattern such as us-*, or *, got"
                                + " \"Ohio\"",
                        "models[0].cards[1].tier: expected a service tier such as default or flex, got \"\"",
                        "models[0].cards[1].minPromptTokens: expected a whole number of 0 or more, got \"-1\"",
                        "models[0].cards[1].effectiveFrom: expected an instant here or at the top of the file, got nothing",
                        "models[0].cards[1].prices: expected either unit and price, or prices by unit",
                        "models[0].cards[2].effectiveFrom: expected an instant such as 2026-03-01T00:00:00Z or a date, got"
                                + " \"soon\"",
                        "models[0].cards[2].unit: is no duration and cannot be priced per second",
                        "models[1].model: expected some text, got nothing",
                        "models[1].cards: expected a list, got \"none\"");
    }

    @Test
    void overlapping_validity_of_the_same_key_is_refused() {
        InvalidRateCardsException refused = refused(HEAD + """
                  - model: maker.model
                    cards:
                      - {unit: inputTokens, price: 1, effectiveTo: 2026-06-01}
                      - {unit: inputTokens, price: 2, effectiveFrom: 2026-06-01}
                      - {unit: inputTokens, price: 2, region: us-*}
                      - {unit: inputTokens, price: 3, effectiveFrom: 2026-05-31, effectiveTo: 2026-06-02}
                  - model: maker.model
                    cards: []
                """);

        assertThat(refused.problems())
                .containsExactly(
                        "models[0].cards[3]: regional * default inputTokens is in force at the same time as in"
                                + " models[0].cards[0]",
                        "models[0].cards[3]: regional * default inputTokens is in force at the same time as in"
                                + " models[0].cards[1]",
                        "models[1].model: \"maker.model\" is listed twice");
    }

    @Test
    void discounts_are_read_with_and_without_prices() throws IOException {
        RateCardFile file = read("""
                currency: USD
                source: contract 7
                version: "2026-10"
                effectiveFrom: 2026-01-01
                discounts:
                  - {percent: 5}
                  - {account: "011122223333", model: anthropic.claude-sonnet-4-6, percent: "12.50",
                     effectiveFrom: 2026-03-01T12:00:00Z, effectiveTo: 2026-04-01}
                  - {account: 111122223333, model: "*", percent: 0}
                  - {model: amazon.nova-micro-v1:0, percent: 100}
                """);

        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(file.schedules()).isEmpty();
        assertThat(file.discounts())
                .containsExactly(
                        discount("*", "*", "5", start, Optional.empty()),
                        discount("*", "amazon.nova-micro-v1:0", "100", start, Optional.empty()),
                        discount(
                                "011122223333",
                                "anthropic.claude-sonnet-4-6",
                                "12.5",
                                Instant.parse("2026-03-01T12:00:00Z"),
                                Optional.of(Instant.parse("2026-04-01T00:00:00Z"))),
                        discount("111122223333", "*", "0", start, Optional.empty()));
        assertThat(read(RateCardWriter.write(file, List.of()))).isEqualTo(file);
    }

    @Test
    void discounts_that_cannot_be_meant_are_refused_each_with_its_place() {
        InvalidRateCardsException refused = refused(HEAD + """
                  - {model: maker.model, cards: []}
                discounts:
                  - {percent: -0.01}
                  - {percent: 100.01, account: 11122223333}
                  - {percent: ten, model: us.anthropic.claude-sonnet-4-6}
                  - {account: "111122223333", rate: 5}
                  - {percent: 5, model: "", effectiveTo: 2026-01-01}
                  - {percent: 0.0000000000001}
                  - 7
                """);

        assertThat(refused.problems())
                .containsExactly(
                        "discounts[0].percent: " + PERCENT + "\"-0.01\"",
                        "discounts[1].account: expected an account id of 12 digits, in quotes where it begins with 0,"
                                + " or *, got \"11122223333\"",
                        "discounts[1].percent: " + PERCENT + "\"100.01\"",
                        "discounts[2].model: expected a base model id such as \"anthropic.claude-sonnet-4-6\", got an"
                                + " ARN or a profile; prices of profiles are given by scope and region",
                        "discounts[2].percent: " + PERCENT + "\"ten\"",
                        "discounts[3].rate: unknown key, expected one of account, effectiveFrom, effectiveTo, model,"
                                + " percent",
                        "discounts[3].percent: " + PERCENT + "nothing",
                        "discounts[4].model: expected a base model id or *",
                        "discounts[4].effectiveTo: expected an instant after effectiveFrom 2026-01-01T00:00:00Z, got"
                                + " 2026-01-01T00:00:00Z",
                        "discounts[5].percent: " + PERCENT + "\"1E-13\"",
                        "discounts[6]: expected a mapping, got \"7\"",
                        "discounts[6].percent: " + PERCENT + "nothing");
    }

    private static final String PERCENT = "expected a decimal number from 0 to 100 with at most 12 places, got ";

    @Test
    void discounts_of_one_scope_may_not_overlap_and_public_lists_have_none() {
        String discounts = """
                discounts:
                  - {percent: 5, effectiveTo: 2026-06-01}
                  - {percent: 6, effectiveFrom: 2026-06-01}
                  - {percent: 7, account: "111122223333"}
                  - {percent: 8, account: "111122223333", model: maker.model}
                  - {percent: 9, account: "111122223333", effectiveFrom: 2027-01-01}
                  - {percent: 9, effectiveFrom: 2026-05-31, effectiveTo: 2026-06-02}
                """;

        assertThat(refused(HEAD + "  []\n" + discounts).problems())
                .containsExactly(
                        "discounts[4]: the discount for account 111122223333 is in force at the same time as in"
                                + " discounts[2]",
                        "discounts[5]: the discount for everything is in force at the same time as in discounts[0]",
                        "discounts[5]: the discount for everything is in force at the same time as in discounts[1]");
        assertThat(refused("layer: aws-price-list\n" + HEAD + "  []\ndiscounts: []\n")
                        .problems())
                .containsExactly("discounts: expected in a file of layer override only");
    }

    private static DiscountCard discount(
            String account, String model, String percent, Instant from, Optional<Instant> to) {
        return new DiscountCard(account, model, new BigDecimal(percent), from, to, "contract 7", "2026-10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                      | expected a mapping",
                "just text             | expected a mapping",
                "[1, 2                 | line ",
                "{\"a\": 1             | line ",
                "{\"a\": 1, \"a\": 2}  | uplicate",
                "a: 1\\na: 2           | uplicate",
                "a: &x [*x, *x]        | a: unknown key",
                "@x                    | line ",
                "{\"a\": 1e17199922746877} | exponent",
                "a: 1e17199922746877   | line "
            })
    void what_is_no_yaml_or_json_mapping_is_refused(String text, String problem) {
        String file = text == null ? "" : text.replace("\\n", "\n");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidRateCardsException.class)
                .hasMessageStartingWith("rates.yaml: refused, nothing was changed")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "NaN", ".inf", "0x10", "1_000.5.5", "12345678901"})
    void numbers_that_are_no_prices_are_refused(String price) {
        InvalidRateCardsException refused =
                refused(HEAD + "  - model: m.m\n    cards: [{unit: inputTokens, price: \"" + price + "\"}]\n");

        assertThat(refused.problems()).hasSize(1).first().asString().contains("models[0].cards[0].price");
    }

    @Test
    void a_price_per_minute_without_exact_price_per_millisecond_is_refused() {
        InvalidRateCardsException refused =
                refused(HEAD + "  - model: m.m\n    cards: [{unit: inputAudioMs, per: minute, price: 0.01}]\n");

        assertThat(refused.problems())
                .containsExactly("models[0].cards[0].price: has no exact price per millisecond; give it per second");
    }

    private static RateCard card(String region, Unit unit, String usd) {
        return new RateCard(
                Scope.REGIONAL,
                region,
                "default",
                unit,
                0,
                new BigDecimal(usd),
                Instant.parse("2026-01-01T00:00:00Z"),
                Optional.empty(),
                RateLayer.OVERRIDE,
                "contract 7",
                "2026-10");
    }

    private static InvalidRateCardsException refused(String text) {
        return catchThrowableOfType(InvalidRateCardsException.class, () -> read(text));
    }

    private static RateCardFile read(String text) throws IOException {
        return RateCardReader.read("rates.yaml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_writer_gives_the_same_text_for_the_same_cards_in_any_order() throws IOException {
        RateCardFile file = read(HEAD + """
                  - model: b.b
                    cards:
                      - {region: us-*, per: 1000000, prices: {outputTokens: 2, inputTokens: 1}}
                      - {region: eu-*, per: second, prices: {inputVideoMs: 0.0007}, effectiveTo: 2026-05-01}
                  - {model: a.a, cards: []}
                """);
        RateCardFile shuffled = new RateCardFile(
                file.layer(),
                file.source(),
                file.version(),
                List.of(file.schedules().get(1), file.schedules().get(0)));

        String text = RateCardWriter.write(shuffled, List.of("note", ""));

        assertThat(text).isEqualTo("""
                # note
                #
                currency: USD
                layer: override
                source: "contract 7"
                version: "2026-10"
                effectiveFrom: 2026-01-01T00:00:00Z
                models:
                  - model: "a.a"
                    cards: []
                  - model: "b.b"
                    cards:
                      - {scope: regional, region: "eu-*", effectiveTo: "2026-05-01T00:00:00Z", per: second,
                         prices: {inputVideoMs: "0.0007"}}
                      - {scope: regional, region: "us-*", per: 1000000,
                         prices: {inputTokens: "1", outputTokens: "2"}}
                """);
        assertThat(read(text)).isEqualTo(file);
    }
}
