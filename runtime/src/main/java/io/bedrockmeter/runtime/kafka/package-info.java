/** How every service reaches Kafka: connection settings, and creation and verification of the topics. */
@NullMarked
package io.bedrockmeter.runtime.kafka;

import org.jspecify.annotations.NullMarked;
