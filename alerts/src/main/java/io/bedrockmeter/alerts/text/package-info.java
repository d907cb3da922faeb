/** How values are shown to people in messages: short, on one line, without control characters. */
@NullMarked
package io.bedrockmeter.alerts.text;

import org.jspecify.annotations.NullMarked;
