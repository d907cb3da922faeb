package io.bedrockmeter.schemas.model;

import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.APPLICATION_PROFILE;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.CUSTOM_MODEL;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.ENDPOINT;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.FOUNDATION_MODEL;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.IMPORTED_MODEL;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.PROMPT;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.PROMPT_ROUTER;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.PROVISIONED_MODEL;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.SYSTEM_PROFILE;
import static io.bedrockmeter.schemas.model.ModelIdentity.Kind.UNKNOWN_RESOURCE;
import static io.bedrockmeter.schemas.model.Scope.GLOBAL;
import static io.bedrockmeter.schemas.model.Scope.REGIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdentityTest {

    private static final String ACCOUNT = "111122223333";

    /** Every key of LiteLLM's Bedrock prices that is an id, with the base model it stands for. */
    @ParameterizedTest
    @CsvFileSource(resources = "/model-ids.csv")
    void every_published_id_tells_its_base_model(String id, String baseModel) {
        ModelIdentity identity = ModelIdentity.of(id);

        boolean profile = !id.equals(baseModel);
        assertThat(identity)
                .isEqualTo(new ModelIdentity(
                        baseModel,
                        id.startsWith("global.") ? GLOBAL : REGIONAL,
                        profile ? SYSTEM_PROFILE : FOUNDATION_MODEL,
                        "",
                        profile ? id : ""));
    }

    static Stream<Arguments> forms() {
        String appProfile = "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p24qm5pye2qr";
        return Stream.of(
                form("deepseek.v3.2", "deepseek.v3.2", REGIONAL, FOUNDATION_MODEL, "", ""),
                form("us.deepseek.v3.2", "deepseek.v3.2", REGIONAL, SYSTEM_PROFILE, "", "us.deepseek.v3.2"),
                form("zai.glm-4.7", "zai.glm-4.7", REGIONAL, FOUNDATION_MODEL, "", ""),
                form("openai.gpt-5.6-sol", "openai.gpt-5.6-sol", REGIONAL, FOUNDATION_MODEL, "", ""),
                form(
                        "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0",
                        "anthropic.claude-sonnet-4-5-20250929-v1:0",
                        REGIONAL,
                        SYSTEM_PROFILE,
                        "",
                        "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0"),
                form(
                        "ca.amazon.nova-lite-v1:0",
                        "amazon.nova-lite-v1:0",
                        REGIONAL,
                        SYSTEM_PROFILE,
                        "",
                        "ca.amazon.nova-lite-v1:0"),
                form(
                        "latam.anthropic.claude-x",
                        "anthropic.claude-x",
                        REGIONAL,
                        SYSTEM_PROFILE,
                        "",
                        "latam.anthropic.claude-x"),
                form(
                        "latam.newmaker.model-x",
                        "newmaker.model-x",
                        REGIONAL,
                        SYSTEM_PROFILE,
                        "",
                        "latam.newmaker.model-x"),
                form("newmaker.model-1.5", "newmaker.model-1.5", REGIONAL, FOUNDATION_MODEL, "", ""),
                form("newmaker.v3.2", "newmaker.v3.2", REGIONAL, FOUNDATION_MODEL, "", ""),
                form("globalai.some-model", "globalai.some-model", REGIONAL, FOUNDATION_MODEL, "", ""),
                form(
                        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
                        "anthropic.claude-3-haiku-20240307-v1:0",
                        REGIONAL,
                        FOUNDATION_MODEL,
                        "",
                        ""),
                form(
                        "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.openai.gpt-5.6-sol",
                        "openai.gpt-5.6-sol",
                        REGIONAL,
                        SYSTEM_PROFILE,
                        ACCOUNT,
                        "us.openai.gpt-5.6-sol"),
                form(
                        "arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.anthropic.claude-sonnet-4-6",
                        "anthropic.claude-sonnet-4-6",
                        GLOBAL,
                        SYSTEM_PROFILE,
                        ACCOUNT,
                        "global.anthropic.claude-sonnet-4-6"),
                form(
                        "arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:inference-profile/us-gov.anthropic.claude-x-v1:0",
                        "anthropic.claude-x-v1:0",
                        REGIONAL,
                        SYSTEM_PROFILE,
                        ACCOUNT,
                        "us-gov.anthropic.claude-x-v1:0"),
                form(
                        "arn:aws-cn:bedrock:cn-north-1::foundation-model/amazon.nova-lite-v1:0",
                        "amazon.nova-lite-v1:0",
                        REGIONAL,
                        FOUNDATION_MODEL,
                        "",
                        ""),
                form(appProfile, "", REGIONAL, APPLICATION_PROFILE, ACCOUNT, appProfile),
                opaque("provisioned-model/abcdef123456", PROVISIONED_MODEL),
                form(
                        "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-micro-v1:0:128k/abcdef123456",
                        "amazon.nova-micro-v1:0:128k",
                        REGIONAL,
                        CUSTOM_MODEL,
                        ACCOUNT,
                        ""),
                opaque("custom-model-deployment/abcdef123456", CUSTOM_MODEL),
                opaque("imported-model/abcdef123456", IMPORTED_MODEL),
                opaque("prompt/ABCDEFGHIJ:2", PROMPT),
                opaque("prompt-router/abcdef123456", PROMPT_ROUTER),
                opaque("default-prompt-router/anthropic.claude:1", PROMPT_ROUTER),
                form(
                        "arn:aws:sagemaker:us-west-2:111122223333:endpoint/my-endpoint",
                        "",
                        REGIONAL,
                        ENDPOINT,
                        ACCOUNT,
                        ""),
                opaque("something-new/abc", UNKNOWN_RESOURCE));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_of_a_model_id_is_split(String modelId, ModelIdentity expected) {
        assertThat(ModelIdentity.of(modelId)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arn:", "arn:aws:bedrock", "arn:aws:bedrock:us-east-1:1:prompt", "arn:a:b:c:d:e/"})
    void a_broken_arn_is_an_unknown_resource(String modelId) {
        assertThat(ModelIdentity.of(modelId).kind()).isEqualTo(UNKNOWN_RESOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a.", ".a.b", "us.", "us..x", "us.a.", "é.ö.ü", "no-dots"})
    void odd_text_stays_a_model_as_it_was_called(String modelId) {
        assertThat(ModelIdentity.of(modelId)).isEqualTo(new ModelIdentity(modelId, REGIONAL, FOUNDATION_MODEL, "", ""));
    }

    @Test
    void a_profile_arn_without_prefix_is_still_a_profile() {
        ModelIdentity identity =
                ModelIdentity.of("arn:aws:bedrock:us-east-1:111122223333:inference-profile/anthropic.claude-x");

        assertThat(identity)
                .isEqualTo(new ModelIdentity(
                        "anthropic.claude-x", REGIONAL, SYSTEM_PROFILE, ACCOUNT, "anthropic.claude-x"));
    }

    private static Arguments form(
            String modelId, String baseModel, Scope scope, ModelIdentity.Kind kind, String account, String profile) {
        return Arguments.of(modelId, new ModelIdentity(baseModel, scope, kind, account, profile));
    }

    private static Arguments opaque(String resource, ModelIdentity.Kind kind) {
        return form("arn:aws:bedrock:us-east-1:111122223333:" + resource, "", REGIONAL, kind, ACCOUNT, "");
    }
}
