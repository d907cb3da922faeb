/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.source;

import org.jspecify.annotations.NullMarked;
