package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.sink.ReferencePublisher;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Keeps the profiles and projects tables up to date with AWS for as long as it is open. */
public final class ReferenceSync implements AutoCloseable {

    private final List<SyncLoop> loops;

    private ReferenceSync(List<SyncLoop> loops) {
        this.loops = loops;
    }

    /** Starts to look for what the configuration names; nothing is asked for that it does not name. */
    public static ReferenceSync start(SyncConfig config, ReferencePublisher publisher, Clock clock) {
        List<ReferenceSyncTask> tasks = new ArrayList<>();
        if (!config.profiles().isEmpty()) {
            tasks.add(new ProfileSync(
                    config.profiles(), BedrockClients::open, publisher.profiles(), clock, config.profileSettings()));
        }
        if (!config.projects().isEmpty()) {
            List<MantleClient> clients =
                    config.projects().stream().map(MantleClient::open).toList();
            tasks.add(new ProjectSync(clients, publisher.projects(), clock));
        }
        List<SyncLoop> loops = tasks.stream()
                .map(task -> new SyncLoop(task, config.interval(), clock, new SplittableRandom()))
                .toList();
        loops.forEach(SyncLoop::start);
        return new ReferenceSync(loops);
    }

    /** How it has gone so far. */
    public List<SyncStatus> statuses() {
        return loops.stream().map(SyncLoop::status).toList();
    }

    /** Stops; takes at most one second. */
    @Override
    public void close() {
        loops.forEach(SyncLoop::stop);
        loops.forEach(SyncLoop::close);
    }
}
