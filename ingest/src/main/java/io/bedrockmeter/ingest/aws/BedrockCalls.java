package io.bedrockmeter.ingest.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileType;
import software.amazon.awssdk.services.bedrock.model.ListInferenceProfilesResponse;
import software.amazon.awssdk.services.bedrock.model.Tag;

/**
 * The reading calls to one Region of one account, no faster than its pace. Needs {@code bedrock:ListInferenceProfiles},
 * {@code bedrock:GetInferenceProfile} and {@code bedrock:ListTagsForResource}. All throw {@link SdkException}.
 */
final class BedrockCalls {

    private static final int PAGE_SIZE = 1_000;

    private final BedrockClient client;
    private final CallPace pace;

    BedrockCalls(BedrockClient client, CallPace pace) {
        this.client = client;
        this.pace = pace;
    }

    /** One page of profiles; {@code token} is empty for the first. */
    ListInferenceProfilesResponse page(InferenceProfileType type, String token) throws InterruptedException {
        pace.take();
        return client.listInferenceProfiles(request -> {
            request.typeEquals(type).maxResults(PAGE_SIZE);
            if (!token.isEmpty()) {
                request.nextToken(token);
            }
        });
    }

    ListedProfile profile(String arnOrId) throws InterruptedException {
        pace.take();
        return ListedProfile.of(client.getInferenceProfile(request -> request.inferenceProfileIdentifier(arnOrId)));
    }

    Map<String, String> tags(String arn) throws InterruptedException {
        pace.take();
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag :
                client.listTagsForResource(request -> request.resourceARN(arn)).tags()) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }
}
