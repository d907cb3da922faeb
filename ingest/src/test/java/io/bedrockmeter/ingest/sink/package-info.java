/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.sink;

import org.jspecify.annotations.NullMarked;
