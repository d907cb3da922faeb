/**
 * Reads the log files that Bedrock delivers to S3, in the order of their hours. Knows nothing of Kafka beyond the sink it
 * hands records to.
 */
@NullMarked
package io.bedrockmeter.ingest.s3;

import org.jspecify.annotations.NullMarked;
