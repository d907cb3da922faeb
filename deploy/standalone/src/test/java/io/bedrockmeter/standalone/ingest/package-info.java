/** Tests. */
@NullMarked
package io.bedrockmeter.standalone.ingest;

import org.jspecify.annotations.NullMarked;
