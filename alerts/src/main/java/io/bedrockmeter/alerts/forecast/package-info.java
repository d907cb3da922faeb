/** Estimates what will be spent when a period ends. */
@org.jspecify.annotations.NullMarked
package io.bedrockmeter.alerts.forecast;
