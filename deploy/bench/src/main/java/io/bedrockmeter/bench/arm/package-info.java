/**
 * The ways to do the job: each arm is a process that reads the same records, says how far it is, and leaves totals that are
 * compared with the oracle's.
 */
@NullMarked
package io.bedrockmeter.bench.arm;

import org.jspecify.annotations.NullMarked;
