/** Tests. */
@NullMarked
package io.bedrockmeter.ingest.http;

import org.jspecify.annotations.NullMarked;
