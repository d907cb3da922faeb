package io.bedrockmeter.metering.rates.aws;

import static io.bedrockmeter.metering.rates.aws.PriceLists.claude;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.metering.rates.ImportResult;
import io.bedrockmeter.metering.rates.InvalidRateCardsException;
import io.bedrockmeter.metering.rates.UnmappedRow;
import io.bedrockmeter.metering.rates.aws.PriceLists.Row;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Unit;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AwsPriceListImporterTest {

    private static final String PUBLICATION = "20260501202025";
    private static final String INPUT = "USE1-MP:USE1_InputTokenCount-Units";
    private static final AwsPriceListImporter IMPORTER = new AwsPriceListImporter(ModelNames.bundledAnd(List.of()));

    /** Prices per million tokens: input, output, cache read, cache write 5 minutes, cache write 1 hour. */
    static Stream<Arguments> published() {
        return Stream.of(
                prices(
                        "fm-sonnet-4-6-use1",
                        "anthropic.claude-sonnet-4-6",
                        "regional default",
                        "3.30 16.5 0.33 4.125 6.6"),
                prices("fm-sonnet-4-6-use1", "anthropic.claude-sonnet-4-6", "global default", "3 15 0.3 3.75 6"),
                prices("fm-sonnet-4-6-use1", "anthropic.claude-sonnet-4-6", "regional batch", "1.65 8.25 - - -"),
                prices("fm-sonnet-4-6-use1", "anthropic.claude-sonnet-4-6", "global batch", "1.5 7.5 - - -"),
                prices("fm-opus-4-7-use1", "anthropic.claude-opus-4-7", "regional default", "5.5 27.5 0.55 6.875 11"),
                prices("fm-opus-4-7-use1", "anthropic.claude-opus-4-7", "global default", "5 25 0.5 6.25 10"),
                prices("ab-nova-micro-use1", "amazon.nova-micro-v1:0", "regional default", "0.035 0.14 0.00875 0 -"),
                prices("ab-nova-micro-use1", "amazon.nova-micro-v1:0", "regional batch", "0.0175 0.07 - - -"));
    }

    private static Arguments prices(String sample, String model, String scopeAndTier, String perMillion) {
        return Arguments.of(sample, model, scopeAndTier, perMillion);
    }

    @ParameterizedTest
    @MethodSource("published")
    void every_component_costs_exactly_what_the_price_list_says(
            String sample, String model, String scopeAndTier, String perMillion) throws IOException {
        ImportResult result = read(PriceLists.getProducts(PUBLICATION, PriceLists.sample(sample)));

        assertThat(result.schedules()).extracting("model").containsExactly(model);
        String[] expected = perMillion.split(" ");
        for (int i = 0; i < expected.length; i++) {
            Unit unit = Unit.at(i);
            List<RateCard> cards = result.schedules().get(0).cards().stream()
                    .filter(card -> card.unit() == unit)
                    .filter(card -> (card.scope().wireName() + " " + card.tier()).equals(scopeAndTier))
                    .toList();
            if (expected[i].equals("-")) {
                assertThat(cards).isEmpty();
            } else {
                assertThat(cards).hasSize(1);
                assertThat(cards.get(0).usdPerUnit().movePointRight(6)).isEqualByComparingTo(expected[i]);
            }
        }
    }

    @Test
    void a_card_names_region_start_layer_source_and_publication() throws IOException {
        ImportResult result = read(PriceLists.getProducts(PUBLICATION, List.of(claude("A", INPUT, "3.3000000000"))));

        RateCard card = result.schedules().get(0).cards().get(0);
        assertThat(card.region()).isEqualTo("us-east-1");
        assertThat(card.effectiveFrom()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(card.effectiveTo()).isEmpty();
        assertThat(card.layer()).isEqualTo(RateLayer.AWS_PRICE_LIST);
        assertThat(card.source()).isEqualTo("AWS price list AmazonBedrockFoundationModels");
        assertThat(card.version()).isEqualTo(PUBLICATION);
        assertThat(card.usdPerUnit()).isEqualTo(new BigDecimal("0.0000033"));
    }

    @Test
    void a_bulk_offer_file_gives_the_same_cards_as_get_products() throws IOException {
        List<Row> rows = PriceLists.sample("fm-sonnet-4-6-use1");

        ImportResult bulk = read(PriceLists.offerFile(PUBLICATION, rows, "USD"));

        assertThat(bulk).isEqualTo(read(PriceLists.getProducts(PUBLICATION, rows)));
    }

    @Test
    void the_captured_answer_is_read_as_it_is() throws IOException {
        ImportResult result = IMPORTER.read("sample", PriceLists.sampleStream("fm-sonnet-4-6-use1"));

        assertThat(result.cardCount()).isEqualTo(1);
        assertThat(result.unmapped()).isEmpty();
    }

    @Test
    void pages_of_get_products_may_follow_each_other_and_overlap() throws IOException {
        List<Row> rows = PriceLists.sample("fm-opus-4-7-use1");
        String pages = PriceLists.getProducts(PUBLICATION, rows.subList(0, 6)) + "\n"
                + PriceLists.getProducts(PUBLICATION, rows.subList(4, rows.size()));

        ImportResult result = read(pages);

        assertThat(result).isEqualTo(read(PriceLists.getProducts(PUBLICATION, rows)));
    }

    @Test
    void reserved_provisioned_and_custom_model_rows_are_listed_and_not_taken() throws IOException {
        ImportResult sonnet = read(PriceLists.getProducts(PUBLICATION, PriceLists.sample("fm-sonnet-4-6-use1")));
        ImportResult nova = read(PriceLists.getProducts(PUBLICATION, PriceLists.sample("ab-nova-micro-use1")));

        assertThat(sonnet.unmapped())
                .hasSize(8)
                .allSatisfy(row -> assertThat(row.row()).contains("Reserved"));
        assertThat(nova.unmapped())
                .hasSize(9)
                .allSatisfy(row -> assertThat(row.row()).containsAnyOf("Customization", "Provisioned", "custom-model"));
    }

    @Test
    void a_name_that_fits_no_model_is_listed_with_its_name() throws IOException {
        Row row = new Row(
                "A", INPUT, "", "Claude Unheard 9 (Amazon Bedrock Edition)", "", "Units", "1", "2026-03-01T00:00:00Z");

        ImportResult result = read(PriceLists.getProducts(PUBLICATION, List.of(row)));

        assertThat(result.schedules()).isEmpty();
        assertThat(result.unmapped())
                .containsExactly(
                        new UnmappedRow("A " + INPUT, "model name \"Claude Unheard 9\" fits no known model id"));
    }

    @Test
    void two_skus_that_disagree_about_one_price_are_both_left_out() throws IOException {
        List<Row> rows =
                List.of(claude("A", INPUT, "3.3"), claude("B", "USE1-MP:USE1_InputTokenCount_Geo-Units", "3.4"));

        ImportResult result = read(PriceLists.getProducts(PUBLICATION, rows));

        assertThat(result.schedules()).isEmpty();
        assertThat(result.unmapped())
                .extracting(UnmappedRow::reason)
                .containsOnly("several SKUs name different prices for the same use")
                .hasSize(2);
    }

    @Test
    void two_skus_that_agree_give_one_card_from_the_earlier_start() throws IOException {
        List<Row> rows = List.of(
                claude("A", "USE1-MP:USE1_InputTokenCount_Geo-Units", "3.3").withEffectiveDate("2026-04-01T00:00:00Z"),
                claude("B", INPUT, "3.3"));

        ImportResult result = read(PriceLists.getProducts(PUBLICATION, rows));

        assertThat(result.cardCount()).isEqualTo(1);
        assertThat(result.schedules().get(0).cards().get(0).effectiveFrom()).isEqualTo("2026-03-01T00:00:00Z");
    }

    @Test
    void a_mantle_row_prices_the_id_it_carries_unless_the_runtime_has_a_row() throws IOException {
        Row own = new Row(
                "A",
                "USE1-openai.gpt-oss-120b-mantle-input-tokens-standard",
                "gpt-oss-120b",
                "Amazon Bedrock",
                "",
                "1K tokens",
                "0.00015",
                "2026-03-01T00:00:00Z");
        Row other = own.withUsageType("USE1-anthropic.claude-sonnet-4-6-mantle-input-tokens-standard")
                .withSku("B")
                .withUsd("0.004");

        ImportResult result = read(PriceLists.getProducts(PUBLICATION, List.of(own, other, claude("C", INPUT, "3.3"))));

        assertThat(result.schedules())
                .extracting(schedule -> schedule.model() + " "
                        + schedule.cards().get(0).usdPerUnit().toPlainString())
                .containsExactly("anthropic.claude-sonnet-4-6 0.0000033", "openai.gpt-oss-120b 0.00000015");
        assertThat(result.unmapped())
                .extracting(UnmappedRow::reason)
                .containsExactly("differs from the price of the runtime endpoint, C");
    }

    @Test
    void a_long_context_price_applies_above_200000_prompt_tokens_of_claude_and_is_unknown_elsewhere()
            throws IOException {
        Row nova = new Row(
                "B",
                "USE1-NovaMicro-input-tokens-long-context",
                "Nova Micro",
                "Amazon Bedrock",
                "",
                "1K tokens",
                "1",
                "2026-03-01T00:00:00Z");

        ImportResult result = read(PriceLists.getProducts(
                PUBLICATION, List.of(claude("A", "USE1-MP:USE1_InputTokenCount_LCtx_Global-Units", "6"), nova)));

        assertThat(result.schedules()).hasSize(1);
        assertThat(result.schedules().get(0).cards().get(0).minPromptTokens()).isEqualTo(200_000);
        assertThat(result.unmapped()).extracting(UnmappedRow::row).containsExactly("B " + nova.usageType());
    }

    @Test
    void an_unknown_unit_is_listed() throws IOException {
        ImportResult result = read(PriceLists.getProducts(
                PUBLICATION, List.of(claude("A", INPUT, "3").withUnit("1KTPMHour"))));

        assertThat(result.schedules()).isEmpty();
        assertThat(result.unmapped()).extracting(UnmappedRow::reason).containsExactly("unknown unit \"1KTPMHour\"");
    }

    @Test
    void a_dated_price_change_of_one_sku_becomes_two_cards_that_do_not_overlap() throws IOException {
        String answer = PriceLists.getProducts(PUBLICATION, List.of(claude("A", INPUT, "3.3")))
                + PriceLists.getProducts(
                        PUBLICATION, List.of(claude("A", INPUT, "3.0").withEffectiveDate("2026-06-01T00:00:00Z")));

        ImportResult result = read(answer);

        assertThat(result.schedules().get(0).cards())
                .extracting(card -> card.effectiveFrom() + " "
                        + card.effectiveTo().map(Object::toString).orElse("open"))
                .containsExactly("2026-03-01T00:00:00Z 2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z open");
    }

    @Test
    void a_file_cut_off_anywhere_is_refused() {
        String whole = PriceLists.offerFile(PUBLICATION, PriceLists.sample("fm-opus-4-7-use1"), "USD");

        for (int length = 0; length < whole.length() - 1; length += 97) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(InvalidRateCardsException.class);
        }
    }

    static Stream<Arguments> refused() {
        Row row = claude("SKU1", INPUT, "3.3");
        List<Row> conflicting = new ArrayList<>(List.of(row, row.withUsd("3.4")));
        List<Row> otherMeaning = List.of(row, row.withUsageType("USE1-MP:USE1_OutputTokenCount-Units"));
        return Stream.of(
                Arguments.of("", "found none"),
                Arguments.of("{}", "found none"),
                Arguments.of("{\"PriceList\": []}", "found none"),
                Arguments.of("[1]", "line 1: expected a product with its terms"),
                Arguments.of("\"text\"", "expected a JSON object or list"),
                Arguments.of("{\"PriceList\": [\"{\"]}", "an entry of PriceList is no JSON"),
                Arguments.of("{\n\"PriceList\": [}", "line 2"),
                Arguments.of(
                        PriceLists.offerFile(PUBLICATION, List.of(row), "CNY"),
                        "SKU SKU1: expected a price in USD, got CNY"),
                Arguments.of(
                        PriceLists.getProducts(PUBLICATION, List.of(row.withUsd("-1"))),
                        "SKU SKU1: expected a decimal price of 0 or more"),
                Arguments.of(
                        PriceLists.getProducts(PUBLICATION, List.of(row.withEffectiveDate("yesterday"))),
                        "SKU SKU1: expected an effectiveDate, got \"yesterday\""),
                Arguments.of(
                        PriceLists.getProducts(PUBLICATION, conflicting),
                        "SKU SKU1 has two on-demand prices for the same time, 3.3 and 3.4 USD"),
                Arguments.of(
                        PriceLists.getProducts(PUBLICATION, otherMeaning),
                        "SKU SKU1 is listed twice with different attributes"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_file_that_cannot_be_right_is_refused_with_line_or_sku(String file, String problem) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidRateCardsException.class)
                .hasMessageStartingWith("prices.json: refused, nothing was changed")
                .hasMessageContaining(problem);
    }

    private static ImportResult read(String file) throws IOException {
        return IMPORTER.read("prices.json", PriceLists.stream(file));
    }
}
