/** Tests of what everybody may know. */
@NullMarked
package io.bedrockmeter.alerts.board;

import org.jspecify.annotations.NullMarked;
