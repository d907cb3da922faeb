package io.bedrockmeter.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathSetTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/budgets*, GET, /v1/budgets/a, true",
        "/v1/budgets*, HEAD, /v1/budgets, true",
        "/v1/events, POST, /v1/events, true",
        "/v1/events, POST, /v1/events/x, false",
        "/v1/*, PUT, /v1/budgets/a, false",
        "/*, DELETE, /v1/budgets/a, false",
        "/*, PATCH, /v1/budgets/a, false",
        "PUT /v1/budgets/*, PUT, /v1/budgets/a, true",
        "PUT /v1/budgets/*, DELETE, /v1/budgets/a, false",
        "PUT /v1/budgets/*, GET, /v1/budgets/a, false",
        "PUT /v1/budgets/*, PUT, /v1/budgets/../usage, false",
        "PUT /v1/budgets/*, PUT, /v1/budgets/%2E%2e/usage, false",
        "GET /v1/usage, POST, /v1/usage, false",
    })
    void a_path_without_a_method_never_lets_anybody_change_something(
            String entry, String method, String path, boolean covered) {
        PathSet paths = new PathSet(Set.of(entry));

        assertThat(paths.covers(method, path)).isEqualTo(covered);
    }

    @Test
    void each_entry_is_a_path_with_a_known_method_or_none() {
        assertThat(List.of("/v1/*", "PUT /v1/budgets/*", "DELETE /v1/budgets/*"))
                .allMatch(entry -> new PathSet(Set.of(entry)).isValid());
        assertThat(List.of("v1/usage", "put /v1/budgets/*", "PUT", "PUT  /x", "TRACE /x", ""))
                .noneMatch(entry -> new PathSet(Set.of(entry)).isValid());
        assertThat(new PathSet(Set.of()).isValid()).isFalse();
    }
}
