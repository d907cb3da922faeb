package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.aws.SyncSummary.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileType;
import software.amazon.awssdk.services.bedrock.model.ListInferenceProfilesResponse;

/**
 * A list of profiles, read page by page. A page may be short or empty and still have a next one; a page that cannot be read
 * ends the list, which then is not whole.
 */
final class ProfileListing {

    private static final String OPERATION = "ListInferenceProfiles";

    private final BedrockCalls calls;
    private final String source;
    private final List<ListedProfile> profiles = new ArrayList<>();
    private final Set<String> wholeTypes = new HashSet<>();
    private final List<Failure> failures = new ArrayList<>();

    ProfileListing(BedrockCalls calls, String source) {
        this.calls = calls;
        this.source = source;
    }

    /** Reads the profiles of customers and those of AWS. */
    ProfileListing read() throws InterruptedException {
        read(InferenceProfileType.APPLICATION, "application-inference-profile");
        read(InferenceProfileType.SYSTEM_DEFINED, "inference-profile");
        return this;
    }

    List<ListedProfile> profiles() {
        return profiles;
    }

    /** Resource types whose list was read to its end. */
    Set<String> wholeTypes() {
        return wholeTypes;
    }

    List<Failure> failures() {
        return failures;
    }

    private void read(InferenceProfileType type, String resourceType) throws InterruptedException {
        Set<String> tokens = new HashSet<>();
        String token = "";
        try {
            do {
                ListInferenceProfilesResponse page = calls.page(type, token);
                page.inferenceProfileSummaries().stream()
                        .map(ListedProfile::of)
                        .filter(profile -> !profile.arn().isEmpty())
                        .forEach(profiles::add);
                token = page.nextToken() == null ? "" : page.nextToken();
            } while (!token.isEmpty() && tokens.add(token));
        } catch (SdkException e) {
            failures.add(new Failure(source, AwsErrors.describe(OPERATION + " " + type, e)));
            return;
        }
        if (token.isEmpty()) {
            wholeTypes.add(resourceType);
        } else {
            failures.add(new Failure(source, OPERATION + " " + type + " gave the same nextToken twice"));
        }
    }
}
