package io.bedrockmeter.alerts.evaluation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts the past of budgets that are new, or whose filter or calendar changed, from what the partition remembers: all
 * such budgets in one run over the minutes, oldest first, a bounded number per step. A change to a minute that the run has
 * passed is added at once, one to a minute ahead of it is left to the run, so every change counts exactly once. Position
 * and states are in a store: after a crash the run goes on where the last transaction left it. Budgets that come during a
 * run wait for the next.
 */
final class Seeding {

    private static final Bytes START = Bytes.wrap(new byte[0]);
    /** Begins with a byte that no budget id has. */
    private static final Bytes POSITION = Bytes.wrap(new byte[] {0});

    private final KeyValueStore<Bytes, byte[]> store;
    private final UsageMemory memory;
    private final Partials partials;
    private final Map<String, SeedState> states = new HashMap<>();
    private Bytes position = START;

    Seeding(KeyValueStore<Bytes, byte[]> store, UsageMemory memory, Partials partials) {
        this.store = store;
        this.memory = memory;
        this.partials = partials;
    }

    /** Reads the states back; before anything else. */
    void load() {
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                if (entry.key.equals(POSITION)) {
                    position = Bytes.wrap(entry.value);
                } else {
                    states.put(new String(entry.key.get(), StandardCharsets.UTF_8), SeedState.of(entry.value));
                }
            });
        }
    }

    /** Whether a change to this minute has to be added now. */
    boolean counts(Counted budget, Bytes minute) {
        SeedState state = states.get(budget.id());
        if (state == null || state.fingerprint() != budget.scope().fingerprint()) {
            return false;
        }
        return state.stage() != SeedState.Stage.RUNNING || minute.compareTo(position) <= 0;
    }

    /** Whether changes of this budget may be sent: not while its past is being counted. */
    boolean isCounted(Counted budget) {
        SeedState state = states.get(budget.id());
        return state != null
                && state.fingerprint() == budget.scope().fingerprint()
                && state.stage() != SeedState.Stage.RUNNING;
    }

    /** Forgets the totals of budgets that are gone or count something else now. */
    void forgetAllBut(BudgetBook book) {
        for (Map.Entry<String, SeedState> entry : List.copyOf(states.entrySet())) {
            ScopeKey scope = new ScopeKey(entry.getKey(), entry.getValue().fingerprint());
            if (book.counted(scope).isEmpty()) {
                partials.remove(scope);
                states.remove(entry.getKey());
                store.delete(key(entry.getKey()));
            }
        }
    }

    /** Starts a run when one is due, and takes it at most {@code limit} minutes further. */
    void step(BudgetBook book, int limit, Instant now) {
        if (in(SeedState.Stage.RUNNING).isEmpty() && !start(book)) {
            return;
        }
        boolean finished = scan(book, limit, now);
        if (finished) {
            for (ScopeKey scope : in(SeedState.Stage.RUNNING)) {
                partials.markAllChanged(scope);
                put(scope, SeedState.Stage.COUNTED);
            }
        }
        moveTo(finished ? START : position);
    }

    /** Scopes whose past is counted but not yet told. */
    List<ScopeKey> counted() {
        return in(SeedState.Stage.COUNTED);
    }

    void told(ScopeKey scope) {
        put(scope, SeedState.Stage.TOLD);
    }

    private boolean start(BudgetBook book) {
        boolean any = false;
        for (Counted budget : book.all()) {
            if (!states.containsKey(budget.id())) {
                put(budget.scope(), SeedState.Stage.RUNNING);
                any = true;
            }
        }
        return any;
    }

    private boolean scan(BudgetBook book, int limit, Instant now) {
        try (KeyValueIterator<Bytes, byte[]> minutes = memory.after(position)) {
            for (int i = 0; i < limit && minutes.hasNext(); i++) {
                KeyValue<Bytes, byte[]> minute = minutes.next();
                position = minute.key;
                count(book, minute, now);
            }
            return !minutes.hasNext();
        }
    }

    private void count(BudgetBook book, KeyValue<Bytes, byte[]> minute, Instant now) {
        String cellId = MinuteKey.cellId(minute.key);
        for (Cover cover : book.covering(cellId, () -> memory.dimensions(cellId))) {
            SeedState state = states.get(cover.counted().id());
            if (state != null && state.stage() == SeedState.Stage.RUNNING) {
                for (Slot slot : cover.slotsAt(MinuteKey.start(minute.key), now)) {
                    partials.add(new SlotKey(cover.counted().scope(), slot).toBytes(), UsageMemory.spend(minute));
                }
            }
        }
    }

    private void moveTo(Bytes next) {
        position = next;
        store.put(POSITION, next.get());
    }

    private List<ScopeKey> in(SeedState.Stage stage) {
        List<ScopeKey> scopes = new ArrayList<>();
        states.forEach((id, state) -> {
            if (state.stage() == stage) {
                scopes.add(new ScopeKey(id, state.fingerprint()));
            }
        });
        return scopes;
    }

    private void put(ScopeKey scope, SeedState.Stage stage) {
        SeedState state = new SeedState(scope.fingerprint(), stage);
        states.put(scope.budgetId(), state);
        store.put(key(scope.budgetId()), state.toBytes());
    }

    private static Bytes key(String budgetId) {
        return Bytes.wrap(budgetId.getBytes(StandardCharsets.UTF_8));
    }
}
