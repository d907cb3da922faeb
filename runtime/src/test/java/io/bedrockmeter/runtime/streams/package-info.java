/** Tests of what our Kafka Streams applications do alike. */
@NullMarked
package io.bedrockmeter.runtime.streams;

import org.jspecify.annotations.NullMarked;
