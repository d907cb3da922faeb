/**
 * Schema registries: values of our topics in the Confluent wire format. What our code makes and reads is always Avro
 * single-object encoding; interceptors in every Kafka client exchange the few bytes before the record's body, so that
 * services know nothing of it and nothing is done where no registry is configured. See docs/topics.md and
 * docs/decisions/0006-schema-registry.md.
 */
@NullMarked
package io.bedrockmeter.runtime.registry;

import org.jspecify.annotations.NullMarked;
