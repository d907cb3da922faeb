package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The budgets in force as one task sees them: decoded from the global table whenever that changed, with the matching
 * budgets of each cell remembered in between. What is watched without a budget stands beside them.
 */
final class BudgetBook {

    /** Cells whose matching budgets are remembered; the least recently used one is forgotten first. */
    static final int REMEMBERED_CELLS = 50_000;

    /**
     * A record of the table that is no budget.
     *
     * @param key its key
     * @param reason what is wrong with it
     * @param sizeBytes its length
     */
    record Refusal(String key, String reason, int sizeBytes) {}

    private final ReadOnlyKeyValueStore<Bytes, byte[]> table;
    private final AtomicLong tableVersion;
    private final Map<String, List<Cover>> matching = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Cover>> eldest) {
            return size() > REMEMBERED_CELLS;
        }
    };
    private long seenVersion = -1;
    private final Map<String, Counted> watched = new TreeMap<>();
    private Map<String, ScopedBudget> budgets = Map.of();
    private List<Refusal> refusals = List.of();

    /**
     * A book.
     *
     * @param tableVersion grows with every change of {@code table}
     * @param watched what is counted whatever the table says
     */
    BudgetBook(ReadOnlyKeyValueStore<Bytes, byte[]> table, AtomicLong tableVersion, List<? extends Counted> watched) {
        this.table = table;
        this.tableVersion = tableVersion;
        watched.forEach(each -> this.watched.put(each.id(), each));
    }

    /** Reads the table again if it changed; true when it did, and on the first call. */
    boolean refresh() {
        long version = tableVersion.get();
        if (version == seenVersion) {
            return false;
        }
        Map<String, ScopedBudget> read = new TreeMap<>();
        List<Refusal> refused = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> records = table.all()) {
            records.forEachRemaining(entry -> read(entry.key, entry.value, read, refused));
        }
        budgets = read;
        refusals = List.copyOf(refused);
        matching.clear();
        seenVersion = version;
        return true;
    }

    Optional<ScopedBudget> find(String id) {
        return Optional.ofNullable(budgets.get(id));
    }

    Optional<ScopedBudget> find(ScopeKey scope) {
        return find(scope.budgetId()).filter(budget -> budget.scope().equals(scope));
    }

    /** The budget, or what is watched, that a scope belongs to. */
    Optional<Counted> counted(ScopeKey scope) {
        return Optional.<Counted>ofNullable(budgets.get(scope.budgetId()))
                .or(() -> Optional.ofNullable(watched.get(scope.budgetId())))
                .filter(counted -> counted.scope().equals(scope));
    }

    /** Everything that is counted. */
    List<Counted> all() {
        return Stream.<Counted>concat(budgets.values().stream(), watched.values().stream())
                .toList();
    }

    /** Records of the table that were left out. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** What covers a cell. */
    List<Cover> covering(String cellId, Supplier<Dimensions> dimensions) {
        List<Cover> known = matching.get(cellId);
        if (known != null) {
            return known;
        }
        Dimensions of = dimensions.get();
        List<Cover> found = all().stream()
                .flatMap(counted -> Cover.of(counted, of).stream())
                .toList();
        matching.put(cellId, found);
        return found;
    }

    private static void read(Bytes key, byte[] value, Map<String, ScopedBudget> read, List<Refusal> refused) {
        String id = new String(key.get(), StandardCharsets.UTF_8);
        try {
            Budget budget = Topics.BUDGETS.codec().decode(value);
            if (budget.id().equals(id)) {
                read.put(id, new ScopedBudget(budget));
            } else {
                refused.add(new Refusal(id, "budget id and record key differ", value.length));
            }
        } catch (UndecodableException e) {
            refused.add(new Refusal(id, String.valueOf(e.getMessage()), value.length));
        }
    }
}
