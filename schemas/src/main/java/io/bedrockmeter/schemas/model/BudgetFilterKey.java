package io.bedrockmeter.schemas.model;

import java.util.Optional;

/** Finds what a filter key stands for: a fixed dimension by its name, else the taxonomy tag of that key. */
final class BudgetFilterKey {

    private BudgetFilterKey() {}

    static Optional<String> valueOf(Dimensions dimensions, String key) {
        return switch (key) {
            case "account" -> Optional.of(dimensions.account());
            case "region" -> Optional.of(dimensions.region());
            case "model" -> Optional.of(dimensions.model());
            case "modelAsCalled" -> Optional.of(dimensions.modelAsCalled());
            case "scope" -> Optional.of(dimensions.scope());
            case "profile" -> Optional.of(dimensions.profile());
            case "project" -> Optional.of(dimensions.project());
            case "principal" -> Optional.of(dimensions.principal());
            case "operation" -> Optional.of(dimensions.operation());
            case "tier" -> Optional.of(dimensions.tier());
            default -> Optional.ofNullable(dimensions.tags().get(key));
        };
    }
}
