/** The commands: what can be asked for, in which words. Each says how the work is put together and leaves it to others. */
@NullMarked
package io.bedrockmeter.standalone.cli;

import org.jspecify.annotations.NullMarked;
