/** Reads again what was refused, from where it came: after a fix, dead letters become records. */
@NullMarked
package io.bedrockmeter.ingest.replay;

import org.jspecify.annotations.NullMarked;
