package io.bedrockmeter.standalone.cli;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options that are parameters of command methods: picocli passes null for those that were not given. */
final class Options {

    private Options() {}

    static List<String> orEmpty(@Nullable List<String> values) {
        return Objects.requireNonNullElse(values, List.of());
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    static Optional<String> orEmpty(@Nullable Optional<String> value) {
        return Objects.requireNonNullElse(value, Optional.empty());
    }
}
