package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.ModelIdentity;
import java.util.Optional;

/**
 * The customer's own resource that a call went through. Foundation models and the profiles that AWS defines are services,
 * not resources.
 *
 * @param id its ARN
 * @param type {@code ResourceType}
 */
record BilledResource(String id, String type) {

    private static final String APPLICATION_PROFILE = ":application-inference-profile/";

    static Optional<BilledResource> of(Dimensions cell) {
        if (cell.profile().contains(APPLICATION_PROFILE)) {
            return Optional.of(new BilledResource(cell.profile(), "Application Inference Profile"));
        }
        if (!cell.modelAsCalled().startsWith("arn:")) {
            return Optional.empty();
        }
        return type(ModelIdentity.of(cell.modelAsCalled()).kind())
                .map(type -> new BilledResource(cell.modelAsCalled(), type));
    }

    private static Optional<String> type(ModelIdentity.Kind kind) {
        return switch (kind) {
            case FOUNDATION_MODEL, SYSTEM_PROFILE, UNKNOWN_RESOURCE -> Optional.empty();
            case APPLICATION_PROFILE -> Optional.of("Application Inference Profile");
            case PROVISIONED_MODEL -> Optional.of("Provisioned Model");
            case CUSTOM_MODEL -> Optional.of("Custom Model");
            case IMPORTED_MODEL -> Optional.of("Imported Model");
            case PROMPT -> Optional.of("Prompt");
            case PROMPT_ROUTER -> Optional.of("Prompt Router");
            case ENDPOINT -> Optional.of("Marketplace Endpoint");
        };
    }
}
