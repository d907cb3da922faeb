/** Publishing rate cards on a real broker. */
@NullMarked
package io.bedrockmeter.standalone.rates;

import org.jspecify.annotations.NullMarked;
