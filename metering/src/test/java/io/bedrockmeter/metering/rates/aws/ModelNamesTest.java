package io.bedrockmeter.metering.rates.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNamesTest {

    private static final ModelNames BUNDLED = ModelNames.bundledAnd(List.of());

    @ParameterizedTest
    @CsvSource({
        "Claude Sonnet 4.6, anthropic.claude-sonnet-4-6",
        "Claude Opus 4.7, anthropic.claude-opus-4-7",
        "Claude Opus 4.6, anthropic.claude-opus-4-6-v1",
        "Claude Haiku 4.5, anthropic.claude-haiku-4-5-20251001-v1:0",
        "Claude Sonnet 4, anthropic.claude-sonnet-4-20250514-v1:0",
        "Claude 3.5 Sonnet, anthropic.claude-3-5-sonnet-20240620-v1:0",
        "Claude 3.5 Sonnet v2, anthropic.claude-3-5-sonnet-20241022-v2:0",
        "Claude 3.7 Sonnet, anthropic.claude-3-7-sonnet-20250219-v1:0",
        "Nova Micro, amazon.nova-micro-v1:0",
        "Nova 2.0 Lite, amazon.nova-2-lite-v1:0",
        "gpt-oss-120b, openai.gpt-oss-120b-1:0",
        "DeepSeek V3.2, deepseek.v3.2",
        "R1, deepseek.r1-v1:0",
        "Llama 3.3 70B, meta.llama3-3-70b-instruct-v1:0",
        "Llama 4 Maverick 17B, meta.llama4-maverick-17b-instruct-v1:0",
        "Pixtral Large 25.02, mistral.pixtral-large-2502-v1:0",
        "Kimi K2.5, moonshotai.kimi-k2.5",
        "GLM 4.7 Flash, zai.glm-4.7-flash"
    })
    void a_price_list_name_fits_one_model(String name, String model) {
        assertThat(BUNDLED.ids(name)).containsExactly(model);
    }

    @Test
    void a_name_that_fits_several_models_answers_all_of_them() {
        ModelNames names = ModelNames.of(List.of("maker.thing-20250101-v1:0", "maker.thing-20260101-v1:0"), Map.of());

        assertThat(names.ids("Thing"))
                .containsExactlyInAnyOrder("maker.thing-20250101-v1:0", "maker.thing-20260101-v1:0");
    }

    @Test
    void an_exception_decides_before_the_rule() {
        ModelNames names = ModelNames.of(
                List.of("maker.thing-20250101-v1:0", "maker.thing-20260101-v1:0"),
                Map.of("Thing", "maker.thing-20260101-v1:0"));

        assertThat(names.ids("thing")).containsExactly("maker.thing-20260101-v1:0");
    }

    @Test
    void versions_other_than_the_first_are_part_of_the_name() {
        ModelNames names = ModelNames.of(List.of("maker.thing-v2:0"), Map.of());

        assertThat(names.ids("Thing")).isEmpty();
        assertThat(names.ids("Thing V2")).containsExactly("maker.thing-v2:0");
    }
}
