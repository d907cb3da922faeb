/**
 * Rate cards as people and AWS hand them to us: our own file format, the bundled prices, merging imports into the table
 * and publishing it on the rate-cards topic. Knows nothing about invocations; {@code rating} applies the cards.
 */
@NullMarked
package io.bedrockmeter.metering.rates;

import org.jspecify.annotations.NullMarked;
