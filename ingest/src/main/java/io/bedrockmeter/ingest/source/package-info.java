/** Where records come from: files read once, and files followed as they grow. */
@NullMarked
package io.bedrockmeter.ingest.source;

import org.jspecify.annotations.NullMarked;
