/** The services put together in one process: what runs, in which order it starts and how it is fed. */
@NullMarked
package io.bedrockmeter.standalone.meter;

import org.jspecify.annotations.NullMarked;
