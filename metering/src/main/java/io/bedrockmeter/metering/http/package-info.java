/**
 * The live cost explorer: totals over HTTP, from this instance and its peers. Reads totals through
 * {@link io.bedrockmeter.metering.http.UsageSource} and finds other instances through
 * {@link io.bedrockmeter.metering.http.Peers}; changes nothing.
 */
@NullMarked
package io.bedrockmeter.metering.http;

import org.jspecify.annotations.NullMarked;
