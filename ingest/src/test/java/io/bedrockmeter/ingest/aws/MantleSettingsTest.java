package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.runtime.config.Secret;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where bedrock-mantle is and with which key, from configuration and environment. */
class MantleSettingsTest {

    private static final Optional<Secret> KEY = Optional.of(new Secret("canary"));

    @ParameterizedTest
    @CsvSource({
        "http://localhost:4566, http://localhost:4566/v1",
        "http://localhost:4566/, http://localhost:4566/v1",
        "https://gateway.example.com/bedrock/v1/, https://gateway.example.com/bedrock/v1"
    })
    void an_endpoint_without_a_path_gets_the_usual_one(String endpoint, String base) {
        MantleSettings settings = MantleSettings.resolve(
                Optional.empty(), Optional.of(endpoint), KEY, Map.of("AWS_ENDPOINT_URL", "http://x"));

        assertThat(settings.base()).hasToString(base);
    }

    @Test
    void everything_may_come_from_the_environment() {
        MantleSettings settings = MantleSettings.resolve(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("AWS_REGION", "eu-central-1", "AWS_BEARER_TOKEN_BEDROCK", "first", "OPENAI_API_KEY", "second"));

        assertThat(settings.base()).hasToString("https://bedrock-mantle.eu-central-1.api.aws/v1");
        assertThat(settings.key()).isEqualTo(new Secret("first"));
    }

    @Test
    void an_endpoint_of_the_service_wins_over_that_of_all_services() {
        MantleSettings settings = MantleSettings.resolve(
                Optional.of("us-east-1"),
                Optional.empty(),
                KEY,
                Map.of("AWS_ENDPOINT_URL", "http://all", "AWS_ENDPOINT_URL_BEDROCK_MANTLE", "http://mantle"));

        assertThat(settings.base()).hasToString("http://mantle/v1");
    }

    @Test
    void all_that_is_missing_is_said_at_once() {
        assertThatThrownBy(() -> MantleSettings.resolve(Optional.empty(), Optional.empty(), Optional.empty(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Region of bedrock-mantle is missing")
                .hasMessageContaining("API key is missing")
                .hasMessageContaining("AWS_BEARER_TOKEN_BEDROCK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:4566", "ftp://host", "http://user:pw@host", "http://host/v1?a=b", "http:// host"})
    void what_is_no_endpoint_is_refused_without_repeating_it(String endpoint) {
        assertThatThrownBy(() -> MantleSettings.resolve(Optional.empty(), Optional.of(endpoint), KEY, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bedrock-mantle endpoint is no URL")
                .hasMessageNotContaining("user:pw");
    }

    @Test
    void a_region_that_would_change_the_host_is_refused() {
        assertThatThrownBy(() ->
                        MantleSettings.resolve(Optional.of("evil.example.com/x"), Optional.empty(), KEY, Map.of()))
                .hasMessageContaining("expected one like us-east-1");
    }
}
