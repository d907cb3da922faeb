/** Tests of what metering remembers of a request. */
@NullMarked
package io.bedrockmeter.metering.request;

import org.jspecify.annotations.NullMarked;
