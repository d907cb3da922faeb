/** Estimates what will be spent when a period ends. */
@NullMarked
package io.bedrockmeter.alerts.forecast;

import org.jspecify.annotations.NullMarked;
