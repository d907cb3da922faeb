/** Exports from a real broker. */
@NullMarked
package io.bedrockmeter.standalone.export;

import org.jspecify.annotations.NullMarked;
