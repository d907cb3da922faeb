/** What every Kafka Streams application of ours does alike. */
@NullMarked
package io.bedrockmeter.runtime.streams;

import org.jspecify.annotations.NullMarked;
