/** Where records go: the output port, and Kafka behind it with records and checkpoints in one transaction. */
@NullMarked
package io.bedrockmeter.ingest.sink;

import org.jspecify.annotations.NullMarked;
