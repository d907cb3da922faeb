package io.bedrockmeter.metering.rates.litellm;

import io.bedrockmeter.metering.rates.UnmappedRow;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All entries of one base model, and which of them price which calls. Not thread-safe. */
final class ModelEntries {

    /** Prices and the calls they hold for. */
    record Placed(Entry entry, Scope scope, String region) {}

    private @Nullable Entry bare;
    private @Nullable Entry routed;
    private @Nullable Entry global;
    private final Map<String, Entry> geographic = new TreeMap<>();
    private final Map<String, Entry> regional = new TreeMap<>();

    /** Takes an entry; one whose key becomes no card is listed. */
    void add(EntryKey key, Entry entry) {
        if (key instanceof EntryKey.Bare) {
            bare = entry;
        } else if (key instanceof EntryKey.Routed) {
            routed = entry;
        } else if (key instanceof EntryKey.Global) {
            global = entry;
        } else if (key instanceof EntryKey.Geographic geography) {
            geography.regions().forEach(region -> geographic.put(region, entry));
        } else if (key instanceof EntryKey.Regional region) {
            regional.put(region.region(), entry);
        }
    }

    /** Which prices hold where. An exact Region of {@code bedrock/REGION/} is nearer than one of a geography. */
    List<Placed> place(List<UnmappedRow> unmapped) {
        List<Placed> placed = new ArrayList<>();
        regional.forEach((region, entry) -> placed.add(new Placed(entry, Scope.REGIONAL, region)));
        geographic.forEach((region, entry) -> {
            if (!regional.containsKey(region)) {
                placed.add(new Placed(entry, Scope.REGIONAL, region));
            }
        });
        anyRegion(unmapped).ifPresent(entry -> placed.add(new Placed(entry, Scope.REGIONAL, RateCard.ANY_REGION)));
        if (global != null) {
            placed.add(new Placed(global, Scope.GLOBAL, RateCard.ANY_REGION));
        }
        return placed;
    }

    /** The entry for Regions that no other names. */
    private Optional<Entry> anyRegion(List<UnmappedRow> unmapped) {
        if (bare == null) {
            if (routed != null && geographic.isEmpty()) {
                return Optional.of(routed);
            }
            listRouted(unmapped);
            return Optional.empty();
        }
        listRouted(unmapped);
        if (carriesTheGlobalPrice(bare)) {
            unmapped.add(new UnmappedRow(
                    bare.key(), "carries the price of global routing; calls in a Region are dearer where listed"));
            return Optional.empty();
        }
        return Optional.of(bare);
    }

    private void listRouted(List<UnmappedRow> unmapped) {
        if (routed != null) {
            unmapped.add(new UnmappedRow(routed.key(), "the model has entries of its own"));
        }
    }

    private boolean carriesTheGlobalPrice(Entry entry) {
        return global != null
                && entry.agreesWith(global)
                && geographic.values().stream().anyMatch(geography -> geography.dearerThan(entry));
    }
}
