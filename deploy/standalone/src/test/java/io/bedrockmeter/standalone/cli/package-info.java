/** Tests of the commands. */
@NullMarked
package io.bedrockmeter.standalone.cli;

import org.jspecify.annotations.NullMarked;
