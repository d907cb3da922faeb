/** Tests of the rules for topics; those against brokers are in deploy/standalone. */
@NullMarked
package io.bedrockmeter.runtime.kafka;

import org.jspecify.annotations.NullMarked;
