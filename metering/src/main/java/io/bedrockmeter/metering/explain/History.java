package io.bedrockmeter.metering.explain;

import java.time.Instant;
import java.util.Optional;

/**
 * What topics were found to tell of a request that is remembered.
 *
 * @param explanation what was found
 * @param complete whether every line that the ledger has of the request was found
 * @param since from when on topics were read, empty where they were not
 */
public record History(Explanation explanation, boolean complete, Optional<Instant> since) {}
