package io.bedrockmeter.ingest.cloudwatch;

import java.util.List;

/**
 * One answer of FilterLogEvents.
 *
 * @param events in the order of their timestamps; may be empty although more follow
 * @param nextToken asks for the next page, empty at the end
 */
record Page(List<LogEvent> events, String nextToken) {}
