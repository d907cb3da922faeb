/**
 * The price of one invocation: pure functions from quantities, time and dated rate cards to a rating. No I/O, no clock,
 * no floating point. Reads the value types of the contract and nothing else.
 */
@NullMarked
package io.bedrockmeter.metering.rating;

import org.jspecify.annotations.NullMarked;
