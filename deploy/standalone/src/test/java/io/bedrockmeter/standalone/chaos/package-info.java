/** Several metering processes on a cluster of three brokers, while parts of it die, stall or cannot be reached. */
@NullMarked
package io.bedrockmeter.standalone.chaos;

import org.jspecify.annotations.NullMarked;
