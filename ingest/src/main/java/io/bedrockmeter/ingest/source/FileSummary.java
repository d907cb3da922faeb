package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.refusal.Refusal;
import java.util.List;

/**
 * What came of reading files once.
 *
 * @param files files read or refused
 * @param bytes bytes of their content, inflated
 * @param recordsRead records and events, accepted and refused
 * @param accepted invocations accepted
 * @param tagEvents tag events accepted that carried no usage
 * @param disagreements accepted records in which two places gave different counts
 * @param refusedCount exact number of refusals
 * @param refused the first refusals, up to {@value FileSource#MAX_LISTED}
 * @param warnings what is worth knowing and loses no record
 */
public record FileSummary(
        long files,
        long bytes,
        long recordsRead,
        long accepted,
        long tagEvents,
        long disagreements,
        long refusedCount,
        List<Refusal> refused,
        List<String> warnings) {

    public FileSummary {
        refused = List.copyOf(refused);
        warnings = List.copyOf(warnings);
    }
}
