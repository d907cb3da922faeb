package io.bedrockmeter.ingest.cloudwatch;

/**
 * An event of a log group.
 *
 * @param id its event id, unique in the group; empty when the endpoint gave none
 * @param timestampMs when it happened, milliseconds since 1970
 * @param message its text
 */
record LogEvent(String id, long timestampMs, String message) {}
