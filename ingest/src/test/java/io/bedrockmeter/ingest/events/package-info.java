/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.events;

import org.jspecify.annotations.NullMarked;
