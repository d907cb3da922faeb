/** Cuts files into JSON documents, whatever way they were written, with bounded memory and exact line numbers. */
@NullMarked
package io.bedrockmeter.ingest.file;

import org.jspecify.annotations.NullMarked;
