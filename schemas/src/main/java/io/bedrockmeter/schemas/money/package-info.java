/** Exact US-dollar amounts. No binary floating point anywhere below this package. */
@NullMarked
package io.bedrockmeter.schemas.money;

import org.jspecify.annotations.NullMarked;
