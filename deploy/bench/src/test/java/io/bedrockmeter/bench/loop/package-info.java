/** Tests of the ceiling. */
@NullMarked
package io.bedrockmeter.bench.loop;

import org.jspecify.annotations.NullMarked;
