/** The processes of a benchmark: the broker and each arm have one of their own, whose CPU time is read from outside. */
@NullMarked
package io.bedrockmeter.bench.process;

import org.jspecify.annotations.NullMarked;
