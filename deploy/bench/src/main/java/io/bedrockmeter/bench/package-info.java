/** The command line of the benchmark; docs/benchmarks.md says what is measured and how. Nothing here is part of a release. */
@NullMarked
package io.bedrockmeter.bench;

import org.jspecify.annotations.NullMarked;
