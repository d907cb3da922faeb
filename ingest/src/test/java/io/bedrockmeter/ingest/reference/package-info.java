/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.reference;

import org.jspecify.annotations.NullMarked;
