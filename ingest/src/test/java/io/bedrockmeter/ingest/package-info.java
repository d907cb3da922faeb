/** Tests. */
@NullMarked
package io.bedrockmeter.ingest;

import org.jspecify.annotations.NullMarked;
