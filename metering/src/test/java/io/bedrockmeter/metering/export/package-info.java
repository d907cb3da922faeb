/** What the specs of exports share. */
@NullMarked
package io.bedrockmeter.metering.export;

import org.jspecify.annotations.NullMarked;
