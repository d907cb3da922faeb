/** Tests of questions about usage. */
@NullMarked
package io.bedrockmeter.metering.query;

import org.jspecify.annotations.NullMarked;
