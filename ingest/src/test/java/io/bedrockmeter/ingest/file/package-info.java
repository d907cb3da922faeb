/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.file;

import org.jspecify.annotations.NullMarked;
