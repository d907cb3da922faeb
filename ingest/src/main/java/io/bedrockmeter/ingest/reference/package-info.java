/** Reads inference profiles and projects from files, in the shapes AWS answers with and in our own, and what they mean. */
@NullMarked
package io.bedrockmeter.ingest.reference;

import org.jspecify.annotations.NullMarked;
