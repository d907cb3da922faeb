/** The whole program as a user runs it: in a process of its own, on real files, killed and started again. */
@NullMarked
package io.bedrockmeter.standalone.system;

import org.jspecify.annotations.NullMarked;
