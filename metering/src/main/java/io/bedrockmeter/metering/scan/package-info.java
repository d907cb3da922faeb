/** Reading a topic as it is now, partition by partition, without a consumer group. */
@NullMarked
package io.bedrockmeter.metering.scan;

import org.jspecify.annotations.NullMarked;
