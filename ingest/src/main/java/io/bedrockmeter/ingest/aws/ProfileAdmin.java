package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.sink.ReferenceTable;
import io.bedrockmeter.schemas.model.Profile;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.CreateInferenceProfileRequest;
import software.amazon.awssdk.services.bedrock.model.Tag;

/**
 * Creates and tags application inference profiles, as the tag policy allows, and tells the profiles table at once. Needs {@code
 * bedrock:CreateInferenceProfile}, {@code bedrock:TagResource}, {@code bedrock:UntagResource} and what {@link ProfileSync}
 * needs.
 */
public final class ProfileAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileAdmin.class);
    private static final int CALLS_PER_SECOND = 5;

    private final BedrockClient client;
    private final BedrockCalls calls;
    private final TagPolicy policy;
    private final ReferenceTable<Profile> table;
    private final Clock clock;

    /** @param client stays open */
    public ProfileAdmin(BedrockClient client, TagPolicy policy, ReferenceTable<Profile> table, Clock clock) {
        this.client = client;
        this.calls = new BedrockCalls(client, new CallPace(CALLS_PER_SECOND, System::nanoTime, Pause.REAL));
        this.policy = policy;
        this.table = table;
        this.clock = clock;
    }

    /**
     * Creates a profile.
     *
     * @throws InvalidRequestException with everything that is wrong; AWS was not called
     * @throws AwsRefusedException when AWS refuses
     */
    public Administered create(NewProfile wanted)
            throws InvalidRequestException, AwsRefusedException, InterruptedException {
        Map<String, String> tags = checked(wanted);
        CreateInferenceProfileRequest.Builder request = CreateInferenceProfileRequest.builder()
                .inferenceProfileName(wanted.name())
                .clientRequestToken(wanted.clientRequestToken()
                        .orElseGet(() -> UUID.randomUUID().toString()))
                .modelSource(source -> source.copyFrom(wanted.copyFrom()))
                .tags(sdkTags(tags));
        if (!wanted.description().isEmpty()) {
            request.description(wanted.description());
        }
        String arn;
        try {
            arn = client.createInferenceProfile(request.build()).inferenceProfileArn();
        } catch (SdkException e) {
            throw new AwsRefusedException(AwsErrors.describe("CreateInferenceProfile", e), e);
        }
        return new Administered(arn, tags, publishCreated(arn, tags, wanted.copyFrom()));
    }

    /**
     * Changes the tags of a profile.
     *
     * @param arnOrId ARN or id of an application inference profile
     * @throws InvalidRequestException with everything that is wrong; nothing was changed
     * @throws AwsRefusedException when AWS refuses
     */
    public Administered tag(String arnOrId, TagChange change)
            throws InvalidRequestException, AwsRefusedException, InterruptedException {
        ListedProfile profile = profile(arnOrId);
        if (!profile.isTaggable()) {
            throw new InvalidRequestException(
                    List.of(profile.arn() + " is a profile of AWS: expected an application inference profile"));
        }
        Instant before = clock.instant();
        TagChange.Plan plan;
        Map<String, String> existing;
        try {
            existing = calls.tags(profile.arn());
            plan = change.plan(existing, policy);
            apply(profile.arn(), plan);
        } catch (SdkException e) {
            throw new AwsRefusedException(AwsErrors.describe("tagging " + profile.arn(), e), e);
        }
        // The tags of before too: a profile that is new to us had them until now.
        List<ObservedTags> seen =
                List.of(ObservedTags.fresh(existing, before), ObservedTags.fresh(plan.result(), clock.instant()));
        return new Administered(profile.arn(), plan.result(), publish(profile, seen, ""));
    }

    private Map<String, String> checked(NewProfile wanted) throws InvalidRequestException {
        List<String> problems = new ArrayList<>(wanted.problems());
        Map<String, String> tags = Map.of();
        try {
            tags = policy.check(wanted.tags());
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return tags;
    }

    private void apply(String arn, TagChange.Plan plan) {
        if (!plan.set().isEmpty()) {
            client.tagResource(request -> request.resourceARN(arn).tags(sdkTags(plan.set())));
        }
        if (!plan.remove().isEmpty()) {
            client.untagResource(request -> request.resourceARN(arn).tagKeys(plan.remove()));
        }
    }

    private boolean publish(ListedProfile profile, List<ObservedTags> seen, String copiedFrom) {
        return Publication.of(
                table, profile.arn(), known -> Optional.of(ProfileRows.row(known, profile, seen, copiedFrom)));
    }

    /** A profile that cannot be read yet exists all the same; the next look finds it. */
    private boolean publishCreated(String arn, Map<String, String> tags, String copiedFrom)
            throws InterruptedException {
        try {
            List<ObservedTags> seen = List.of(ObservedTags.fresh(tags, clock.instant()));
            return publish(profile(arn), seen, copiedFrom);
        } catch (AwsRefusedException e) {
            LOG.atWarn()
                    .addKeyValue("profile", arn)
                    .addKeyValue("reason", e.getMessage())
                    .log("not yet published");
            return false;
        }
    }

    private ListedProfile profile(String arnOrId) throws AwsRefusedException, InterruptedException {
        try {
            return calls.profile(arnOrId);
        } catch (SdkException e) {
            throw new AwsRefusedException(AwsErrors.describe("GetInferenceProfile", e), e);
        }
    }

    private static List<Tag> sdkTags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
