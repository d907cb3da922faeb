package io.bedrockmeter.ingest.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads inference profiles: answers of ListInferenceProfiles and GetInferenceProfile, with {@code tags} added to an entry,
 * or {@code {"profiles": [{arn, name, baseModel, scope, tags | tagHistory}]}}. Tags without validity hold from the epoch.
 */
public final class ProfileFiles {

    private static final List<String> LIST_NAMES = List.of("inferenceProfileSummaries", "profiles");
    private static final String ACTIVE = "ACTIVE";

    private ProfileFiles() {}

    /** Reads a file; entries that are wrong are refused with their index, the others are kept. */
    public static ReferenceFile<Profile> read(Path file) {
        return JsonEntries.read(file, LIST_NAMES, ProfileFiles::profile);
    }

    private static Optional<Profile> profile(JsonNode entry, Problems problems) {
        EntryFields fields = new EntryFields(entry, problems);
        String arn = fields.required("arn:", "arn", "inferenceProfileArn");
        RoutedModel routed = RoutedModel.of(names(fields, arn), models(entry, fields));
        Scope scope = scope(fields.text("scope"), routed.scope(), problems);
        String status = fields.text("status");
        Profile profile = new Profile(
                arn,
                fields.text("name", "inferenceProfileName"),
                routed.baseModel(),
                scope,
                status.isEmpty() ? ACTIVE : status,
                fields.tagHistory());
        return problems.isEmpty() ? Optional.of(profile) : Optional.empty();
    }

    private static List<String> names(EntryFields fields, String arn) {
        return List.of(arn, fields.text("inferenceProfileId", "id"), fields.text("copyFrom", "copiedFrom"));
    }

    private static List<String> models(JsonNode entry, EntryFields fields) {
        List<String> models = new ArrayList<>();
        models.add(fields.text("baseModel", "model", "modelId"));
        for (JsonNode model : entry.path("models")) {
            models.add(
                    model.isTextual()
                            ? model.textValue()
                            : model.path("modelArn").asText());
        }
        return models;
    }

    private static Scope scope(String told, Scope worked, Problems problems) {
        return switch (told.toLowerCase(Locale.ROOT)) {
            case "" -> worked;
            case "global" -> Scope.GLOBAL;
            case "regional" -> Scope.REGIONAL;
            default -> {
                problems.invalid("scope", "\"regional\" or \"global\"");
                yield worked;
            }
        };
    }
}
