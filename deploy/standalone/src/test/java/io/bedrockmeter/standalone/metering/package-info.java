/** The metering service on a real broker. */
@NullMarked
package io.bedrockmeter.standalone.metering;

import org.jspecify.annotations.NullMarked;
