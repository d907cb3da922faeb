/**
 * The alerts service: evaluates budgets on the usage topics and notifies their owners.
 * {@link io.bedrockmeter.alerts.AlertsService} starts and stops it; {@code evaluation} raises alerts, {@code delivery}
 * carries them to people, {@code budgets} reads and publishes definitions. The rooms meet on topics only.
 */
@NullMarked
package io.bedrockmeter.alerts;

import org.jspecify.annotations.NullMarked;
