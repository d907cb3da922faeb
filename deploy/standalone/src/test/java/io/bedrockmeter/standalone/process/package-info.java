/** Tests of the end of the process, its log and its console. */
@NullMarked
package io.bedrockmeter.standalone.process;

import org.jspecify.annotations.NullMarked;
