/**
 * Carries alerts from the alerts topic to people. {@link io.bedrockmeter.alerts.delivery.Notifier} is the port, one class
 * per technology behind it; {@link io.bedrockmeter.alerts.delivery.AlertDispatcher} repeats rather than misses.
 */
@NullMarked
package io.bedrockmeter.alerts.delivery;

import org.jspecify.annotations.NullMarked;
