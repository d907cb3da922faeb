/**
 * A real Kafka broker inside this process, and the directory it lives in. Knows Kafka's server classes; nothing here
 * knows what the topics mean.
 */
@NullMarked
package io.bedrockmeter.standalone.kafka;

import org.jspecify.annotations.NullMarked;
