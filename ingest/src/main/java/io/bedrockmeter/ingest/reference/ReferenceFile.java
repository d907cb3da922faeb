package io.bedrockmeter.ingest.reference;

import io.bedrockmeter.ingest.refusal.Refusal;
import java.util.List;

/**
 * What a reference file holds.
 *
 * @param entries the entries that could be read, in their order
 * @param refused the others, each with its place
 * @param <T> profiles or projects
 */
public record ReferenceFile<T>(List<T> entries, List<Refusal> refused) {

    public ReferenceFile {
        entries = List.copyOf(entries);
        refused = List.copyOf(refused);
    }
}
