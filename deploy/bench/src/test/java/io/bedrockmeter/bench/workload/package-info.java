/** Tests of what is metered in a benchmark. */
@NullMarked
package io.bedrockmeter.bench.workload;

import org.jspecify.annotations.NullMarked;
