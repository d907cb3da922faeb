/** Looking at topics from outside: reading them decoded, and printing what they hold. */
@NullMarked
package io.bedrockmeter.standalone.topics;

import org.jspecify.annotations.NullMarked;
