/** Tests of reading topics and printing what they hold. */
@NullMarked
package io.bedrockmeter.standalone.topics;

import org.jspecify.annotations.NullMarked;
