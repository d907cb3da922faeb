package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.ModelIdentity;
import io.bedrockmeter.schemas.model.ModelIdentity.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which texts may key rate cards: base model ids, as invocations are reduced to them. */
final class ModelKeys {

    private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,127}");

    private ModelKeys() {}

    /** What is wrong with a model key; empty when nothing is. */
    static Optional<String> problemOf(String model) {
        if (model.isEmpty()) {
            return Optional.empty();
        }
        ModelIdentity identity = ModelIdentity.of(model);
        if (identity.kind() != Kind.FOUNDATION_MODEL || !identity.baseModel().equals(model)) {
            return Optional.of("expected a base model id"
                    + (identity.baseModel().isEmpty() ? "" : " such as \"" + identity.baseModel() + "\"")
                    + ", got an ARN or a profile; prices of profiles are given by scope and region");
        }
        return SHAPE.matcher(model).matches()
                ? Optional.empty()
                : Optional.of("expected a base model id of letters, digits, '.', ':', '_' and '-'");
    }
}
