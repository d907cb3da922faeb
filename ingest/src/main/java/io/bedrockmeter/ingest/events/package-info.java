/** Reads CloudEvents: what callers and gateways say about requests, and usage that no log holds. */
@NullMarked
package io.bedrockmeter.ingest.events;

import org.jspecify.annotations.NullMarked;
