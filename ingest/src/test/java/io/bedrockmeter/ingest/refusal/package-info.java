/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.refusal;

import org.jspecify.annotations.NullMarked;
