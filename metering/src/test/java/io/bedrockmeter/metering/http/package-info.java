/** Tests of the cost explorer over real HTTP. */
@NullMarked
package io.bedrockmeter.metering.http;

import org.jspecify.annotations.NullMarked;
