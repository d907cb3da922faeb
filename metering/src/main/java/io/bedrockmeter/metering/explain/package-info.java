/**
 * How the price of one request came about: what was seen of it, who said which tag, quantity times rate, and every
 * correction. Reads topics, writes nothing.
 */
@NullMarked
package io.bedrockmeter.metering.explain;

import org.jspecify.annotations.NullMarked;
