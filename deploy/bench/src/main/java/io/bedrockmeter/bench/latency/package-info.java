/** How long it takes from a record on its topic to a committed total that contains it, at a given load. */
@NullMarked
package io.bedrockmeter.bench.latency;

import org.jspecify.annotations.NullMarked;
