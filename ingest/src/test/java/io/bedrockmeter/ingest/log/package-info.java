/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.log;

import org.jspecify.annotations.NullMarked;
