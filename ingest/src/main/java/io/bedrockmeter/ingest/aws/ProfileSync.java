package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.aws.SyncSummary.Failure;
import io.bedrockmeter.ingest.sink.ReferenceTable;
import io.bedrockmeter.schemas.model.Profile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.BedrockClient;

/**
 * Keeps the profiles table as AWS has it: ListInferenceProfiles for the profiles of customers and of AWS, GetInferenceProfile
 * where the list lacks models, ListTagsForResource for each profile of a customer. Tags get the times from which they hold
 * from what is observed (first sight: since the profile was created; a change: since it was seen), so that what was used
 * before a change stays with the tags of then. Profiles that are gone keep their row, with status {@code DELETED}.
 */
public final class ProfileSync implements ReferenceSyncTask {

    private final List<BedrockAccount> accounts;
    private final Function<BedrockAccount, BedrockClient> clients;
    private final ReferenceTable<Profile> table;
    private final Clock clock;
    private final ProfileSyncSettings settings;
    private final Map<BedrockAccount, Opened> opened = new LinkedHashMap<>();

    private record Opened(BedrockClient client, ProfileSource source) {}

    /**
     * @param accounts where profiles are
     * @param clients opens a client of an account, for example {@link BedrockClients#open}; asked once for each, again when
     *     it failed
     */
    public ProfileSync(
            List<BedrockAccount> accounts,
            Function<BedrockAccount, BedrockClient> clients,
            ReferenceTable<Profile> table,
            Clock clock,
            ProfileSyncSettings settings) {
        this.accounts = List.copyOf(accounts);
        this.clients = clients;
        this.table = table;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "profiles";
    }

    @Override
    public SyncSummary run() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(settings.concurrency(), task -> {
            Thread thread = new Thread(task, "profiles-sync");
            thread.setDaemon(true);
            return thread;
        });
        try {
            SyncSummary summary = SyncSummary.EMPTY;
            for (BedrockAccount account : accounts) {
                summary = summary.plus(run(account, threads));
            }
            return summary;
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() {
        opened.values().forEach(each -> each.client().close());
        opened.clear();
    }

    private SyncSummary run(BedrockAccount account, ExecutorService threads) throws InterruptedException {
        ProfileSource source;
        try {
            source = opened.computeIfAbsent(account, this::open).source();
        } catch (SdkException e) {
            return new SyncSummary(
                    0, 0, 0, List.of(new Failure(account.toString(), AwsErrors.describe("opening a client", e))));
        }
        AccountProfiles seen = source.observe(threads);
        List<Profile> rows = new ArrayList<>();
        int written = table.update(known -> {
            rows.clear();
            rows.addAll(ProfileRows.of(known, seen));
            return List.copyOf(rows);
        });
        source.written();
        return new SyncSummary(seen.profiles().size(), written, rows.size() - written, seen.failures());
    }

    private Opened open(BedrockAccount account) {
        BedrockClient client = clients.apply(account);
        CallPace pace = new CallPace(settings.callsPerSecond(), System::nanoTime, Pause.REAL);
        return new Opened(
                client,
                new ProfileSource(
                        account.toString(), new BedrockCalls(client, pace), new TagCache(settings.tagMaxAge()), clock));
    }
}
