/**
 * Tails CloudWatch Logs: log groups of several accounts and Regions, within the request quotas, without losing late events.
 * Knows nothing of Kafka beyond the sink it hands records to.
 */
@NullMarked
package io.bedrockmeter.ingest.cloudwatch;

import org.jspecify.annotations.NullMarked;
