/** Tests of the job in Flink SQL. */
@NullMarked
package io.bedrockmeter.bench.flink;

import org.jspecify.annotations.NullMarked;
