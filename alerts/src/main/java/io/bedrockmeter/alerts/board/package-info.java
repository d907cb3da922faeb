/**
 * What everybody may know of budgets, statuses, alerts and deliveries: read whole from their topics and kept in memory, for
 * questions only. Evaluation and delivery have their own state and never look here.
 */
@NullMarked
package io.bedrockmeter.alerts.board;

import org.jspecify.annotations.NullMarked;
