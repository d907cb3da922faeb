/** The topic catalogue: every topic with its key, value, partitions, cleanup and retention. */
@NullMarked
package io.bedrockmeter.schemas.topics;

import org.jspecify.annotations.NullMarked;
