/** Specs of the chargeback report. */
@NullMarked
package io.bedrockmeter.metering.export.chargeback;

import org.jspecify.annotations.NullMarked;
