/** The command line's entry point. */
@NullMarked
package io.bedrockmeter.standalone;

import org.jspecify.annotations.NullMarked;
