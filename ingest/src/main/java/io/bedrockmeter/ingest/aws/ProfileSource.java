package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.aws.SyncSummary.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/** The profiles of one Region of one account. Not thread-safe. */
final class ProfileSource {

    private final String name;
    private final BedrockCalls calls;
    private final TagCache tags;
    private final Clock clock;

    ProfileSource(String name, BedrockCalls calls, TagCache tags, Clock clock) {
        this.name = name;
        this.calls = calls;
        this.tags = tags;
        this.clock = clock;
    }

    /** What was learned about one profile, and why not more. */
    private record Detail(ObservedProfile profile, List<Failure> failures) {}

    /** Asks AWS for everything; one profile that fails does not keep the others from being seen. */
    AccountProfiles observe(ExecutorService threads) throws InterruptedException {
        ProfileListing listing = new ProfileListing(calls, name).read();
        tags.retain(listing.profiles().stream().map(ListedProfile::arn).collect(Collectors.toSet()));
        List<Callable<Detail>> tasks = listing.profiles().stream()
                .<Callable<Detail>>map(profile -> () -> detail(profile))
                .toList();
        List<ObservedProfile> profiles = new ArrayList<>(tasks.size());
        List<Failure> failures = new ArrayList<>(listing.failures());
        for (Future<Detail> future : threads.invokeAll(tasks)) {
            Detail detail = result(future);
            profiles.add(detail.profile());
            failures.addAll(detail.failures());
        }
        return new AccountProfiles(profiles, listing.wholeTypes(), failures);
    }

    /** What was observed last is in the table. */
    void written() {
        tags.confirm();
    }

    private static Detail result(Future<Detail> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException("asking for a profile failed for a reason that is a defect", e.getCause());
        }
    }

    private Detail detail(ListedProfile listed) throws InterruptedException {
        List<Failure> failures = new ArrayList<>(0);
        ListedProfile profile = listed.models().isEmpty() ? withModels(listed, failures) : listed;
        Optional<ObservedTags> seen = profile.isTaggable() ? tagsOf(profile, failures) : Optional.empty();
        return new Detail(new ObservedProfile(profile, seen), failures);
    }

    private ListedProfile withModels(ListedProfile listed, List<Failure> failures) throws InterruptedException {
        try {
            return calls.profile(listed.arn());
        } catch (SdkException e) {
            failures.add(new Failure(listed.arn(), AwsErrors.describe("GetInferenceProfile", e)));
            return listed;
        }
    }

    private Optional<ObservedTags> tagsOf(ListedProfile profile, List<Failure> failures) throws InterruptedException {
        // Before asking: a change after the answer was made up must not count as seen.
        Instant now = clock.instant();
        Optional<ObservedTags> believed = tags.believed(profile, now);
        if (believed.isPresent()) {
            return believed;
        }
        try {
            return Optional.of(tags.put(profile, calls.tags(profile.arn()), now));
        } catch (SdkException e) {
            failures.add(new Failure(profile.arn(), AwsErrors.describe("ListTagsForResource", e)));
            return Optional.empty();
        }
    }
}
