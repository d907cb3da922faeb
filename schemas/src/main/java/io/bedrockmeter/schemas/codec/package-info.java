/**
 * The wire form of the topics: Avro binary, by default in Avro single-object encoding. Each value type has one mapping
 * that writes and reads it field by field in the order of its {@code .avsc} file; there is no reflection and no generated
 * class. Readers check every length against the bytes that are left, so a damaged record is an error, never a crash.
 */
@NullMarked
package io.bedrockmeter.schemas.codec;

import org.jspecify.annotations.NullMarked;
