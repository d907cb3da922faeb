package io.bedrockmeter.ingest.aws;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileResponse;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileModel;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileSummary;

/**
 * An inference profile as AWS lists it.
 *
 * @param arn its ARN
 * @param id its id
 * @param name its name, empty when AWS gives none
 * @param description free text of its owner, empty when none
 * @param status as AWS says, for example {@code ACTIVE}
 * @param models ARNs of the models it routes to
 * @param createdAt when it was created
 * @param updatedAt when it last changed
 */
record ListedProfile(
        String arn,
        String id,
        String name,
        String description,
        String status,
        List<String> models,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt) {

    private static final String APPLICATION = "application-inference-profile";

    static ListedProfile of(InferenceProfileSummary summary) {
        return new ListedProfile(
                text(summary.inferenceProfileArn()),
                text(summary.inferenceProfileId()),
                text(summary.inferenceProfileName()),
                text(summary.description()),
                text(summary.statusAsString()),
                arns(summary.models()),
                Optional.ofNullable(summary.createdAt()),
                Optional.ofNullable(summary.updatedAt()));
    }

    static ListedProfile of(GetInferenceProfileResponse profile) {
        return new ListedProfile(
                text(profile.inferenceProfileArn()),
                text(profile.inferenceProfileId()),
                text(profile.inferenceProfileName()),
                text(profile.description()),
                text(profile.statusAsString()),
                arns(profile.models()),
                Optional.ofNullable(profile.createdAt()),
                Optional.ofNullable(profile.updatedAt()));
    }

    /** Whether a customer made it: only those have tags. */
    boolean isTaggable() {
        return ResourceArn.parse(arn)
                .filter(parsed -> parsed.type().equals(APPLICATION))
                .isPresent();
    }

    private static List<String> arns(List<InferenceProfileModel> models) {
        return models.stream()
                .map(InferenceProfileModel::modelArn)
                .filter(Objects::nonNull)
                .toList();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
