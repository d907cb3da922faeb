/** The ingest service: its configuration and its life. Everything it does is in the packages below. */
@NullMarked
package io.bedrockmeter.ingest;

import org.jspecify.annotations.NullMarked;
