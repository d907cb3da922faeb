/** Budget definitions: read from files with every problem listed at once, and published to the budgets topic. */
@NullMarked
package io.bedrockmeter.alerts.budgets;

import org.jspecify.annotations.NullMarked;
