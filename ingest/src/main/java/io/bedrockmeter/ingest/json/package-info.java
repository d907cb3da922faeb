/** How this service reads JSON: one configured factory with its limits, and exact numbers without floating point. */
@NullMarked
package io.bedrockmeter.ingest.json;

import org.jspecify.annotations.NullMarked;
