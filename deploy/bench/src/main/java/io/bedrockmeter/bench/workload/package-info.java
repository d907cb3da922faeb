/**
 * What is metered in a benchmark: made-up Bedrock calls, the records that tell of them, and what they must add up to. Every
 * call is a function of the seed and its number, so that the generator, the oracle and a test each make the same ones.
 */
@NullMarked
package io.bedrockmeter.bench.workload;

import org.jspecify.annotations.NullMarked;
