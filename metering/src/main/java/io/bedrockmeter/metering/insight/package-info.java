/**
 * Findings: rules that look at totals and list prices and say where money goes that need not. Each names the figures it rests
 * on and what it assumes. Pure: asks for totals through {@link io.bedrockmeter.metering.insight.Evidence}, changes nothing.
 */
@NullMarked
package io.bedrockmeter.metering.insight;

import org.jspecify.annotations.NullMarked;
