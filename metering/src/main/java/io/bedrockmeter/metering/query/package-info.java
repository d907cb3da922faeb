/**
 * Questions about usage: which totals, grouped and filtered by what, in which order. Pure functions over rows of totals;
 * where the rows come from, who may ask and how an answer is printed is decided elsewhere.
 */
@NullMarked
package io.bedrockmeter.metering.query;

import org.jspecify.annotations.NullMarked;
