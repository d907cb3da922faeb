/** Budgets and alerts on a real broker. */
@NullMarked
package io.bedrockmeter.standalone.alerts;

import org.jspecify.annotations.NullMarked;
