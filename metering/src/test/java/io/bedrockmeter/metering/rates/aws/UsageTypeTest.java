package io.bedrockmeter.metering.rates.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTypeTest {

    @ParameterizedTest
    @CsvSource({
        "USE1-NovaMicro-input-tokens, novamicro, INPUT_TOKEN, regional, default, false, false",
        "USE1-NovaMicro-input-tokens-batch, novamicro, INPUT_TOKEN, regional, batch, false, false",
        "USE1-Nova2.0Lite-input-tokens-flex, nova2.0lite, INPUT_TOKEN, regional, flex, false, false",
        "USE1-gpt-oss-120b-output-tokens-priority, gpt-oss-120b, OUTPUT_TOKEN, regional, priority, false, false",
        "USE1-Nova2.0Lite-input-tokens-cross-region-global-batch, nova2.0lite, INPUT_TOKEN, global, batch, false, false",
        "USE1-Nova2.0Pro-text-input-tokens-priority-cross-region-global, nova2.0pro, INPUT_TOKEN, global, priority,"
                + " false, false",
        "APN1-Nova2.0Lite-cache-read-input-token-count-cross-region-global, nova2.0lite, CACHE_READ_TOKEN, global,"
                + " default, false, false",
        "USE1-NovaMicro-cache-write-input-token-count, novamicro, CACHE_WRITE_5M_TOKEN, regional, default, false, false",
        "USE1-Claude3-5Haiku-input-tokens-latency-optimized, claude3-5haiku, INPUT_TOKEN, regional, latency-optimized,"
                + " false, false",
        "EU-Qwen3-VL-235B-A22B-output-tokens, qwen3-vl-235b-a22b, OUTPUT_TOKEN, regional, default, false, false",
        "USE1-openai.gpt-oss-120b-mantle-input-tokens-standard, openai.gpt-oss-120b, INPUT_TOKEN, regional, default,"
                + " false, true",
        "USE1-MP:USE1_InputTokenCount-Units, '', INPUT_TOKEN, regional, default, false, false",
        "USE1-MP:USE1_OutputTokenCount_Global_Batch-Units, '', OUTPUT_TOKEN, global, batch, false, false",
        "USE1-MP:USE1_CacheReadInputTokenCount_Global-Units, '', CACHE_READ_TOKEN, global, default, false, false",
        "USE1-MP:USE1_CacheWriteInputTokenCount-Units, '', CACHE_WRITE_5M_TOKEN, regional, default, false, false",
        "USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units, '', CACHE_WRITE_1H_TOKEN, global, default, false, false",
        "USW2-MP:USW2_InputTokenCount_LCtx_Global-Units, '', INPUT_TOKEN, global, default, true, false",
        "USE1-MP:USE1_CacheWrite1hInputTokenCount_LCtx-Units, '', CACHE_WRITE_1H_TOKEN, regional, default, true, false",
        "USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units, '', CACHE_WRITE_1H_TOKEN, global, default, false,"
                + " false",
        "USE1-MP:USE1_cache_write_tokens_standard-Units, '', CACHE_WRITE_5M_TOKEN, regional, default, false, false",
        "USE1-MP:USE1_input_tokens_long_ctx_global_standard-Units, '', INPUT_TOKEN, global, default, true, false",
        "USE1-MP:USE1_output_tokens_global_flex-Units, '', OUTPUT_TOKEN, global, flex, false, false"
    })
    void a_usage_type_says_what_scope_and_tier_it_prices(
            String usageType,
            String label,
            String unit,
            String scope,
            String tier,
            boolean longContext,
            boolean mantle) {
        UsageType parsed = UsageType.parse(usageType).orElseThrow();

        assertThat(parsed.label()).isEqualTo(label);
        assertThat(parsed.unit()).hasToString(unit);
        assertThat(parsed.scope().wireName()).isEqualTo(scope);
        assertThat(parsed.tier()).isEqualTo(tier);
        assertThat(parsed.longContext()).isEqualTo(longContext);
        assertThat(parsed.mantle()).isEqualTo(mantle);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Tax",
                "USE1-NovaMicro-Customization-Storage",
                "USE1-NovaMicro-ProvisionedThroughput-1month-ModelUnits",
                "USE1-NovaMicro-input-tokens-custom-model",
                "USE1-NovaMicro-cache-read-input-token-count-custom-model",
                "USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units",
                "USE1-Nova2.0Pro-speech-input-tokens",
                "USE1-Nova2.0Pro-input-image-token-count",
                "USE1-NovaCanvas-T2I-1024-Standard",
                "USE1-Guardrail-ContentPolicyUnitsConsumed",
                "USE1-MP:USE1_InputTokenCount_Something-Units",
                "USE1-NovaMicro-output-tokens-1h"
            })
    void a_usage_type_of_another_kind_or_with_an_unknown_word_is_not_read(String usageType) {
        assertThat(UsageType.parse(usageType)).isEqualTo(Optional.empty());
    }
}
