package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sink that keeps what was committed apart from what was not, as a transaction does. Each call of {@code commitIfDue}
 * commits, until the crash that was asked for; afterwards nothing is committed any more.
 */
final class CollectingSink implements CheckpointSink {

    final List<Invocation> invocations = new ArrayList<>();
    final List<TagEvent> tagEvents = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final Map<String, Checkpoint> checkpoints = new HashMap<>();

    private final List<Runnable> open = new ArrayList<>();
    private final Map<String, Optional<Checkpoint>> openCheckpoints = new LinkedHashMap<>();
    private long commitsLeft = Long.MAX_VALUE;

    /** Lets only so many more commits succeed. */
    void crashAfter(long commits) {
        commitsLeft = commits;
    }

    /** Forgets what was not committed, as a new start does. */
    void restart() {
        open.clear();
        openCheckpoints.clear();
        commitsLeft = Long.MAX_VALUE;
    }

    List<String> requestIds() {
        return invocations.stream().map(Invocation::requestId).toList();
    }

    List<String> deadOrigins() {
        return deadLetters.stream()
                .map(letter -> letter.origin().substring(letter.origin().lastIndexOf('/') + 1))
                .toList();
    }

    @Override
    public void invocation(Invocation invocation) {
        open.add(() -> invocations.add(invocation));
    }

    @Override
    public void tagEvent(TagEvent event) {
        open.add(() -> tagEvents.add(event));
    }

    @Override
    public void deadLetter(DeadLetter deadLetter) {
        open.add(() -> deadLetters.add(deadLetter));
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        openCheckpoints.put(checkpoint.source(), Optional.of(checkpoint));
    }

    @Override
    public void forget(String source) {
        openCheckpoints.put(source, Optional.empty());
    }

    @Override
    public void commitIfDue() {
        if (commitsLeft-- <= 0) {
            return;
        }
        open.forEach(Runnable::run);
        open.clear();
        openCheckpoints.forEach((source, checkpoint) ->
                checkpoint.ifPresentOrElse(each -> checkpoints.put(source, each), () -> checkpoints.remove(source)));
        openCheckpoints.clear();
    }
}
