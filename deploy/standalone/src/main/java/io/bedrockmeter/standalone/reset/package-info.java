/** Makes services begin anew: finds what they keep in Kafka and on disk, and removes it while none of them runs. */
@NullMarked
package io.bedrockmeter.standalone.reset;

import org.jspecify.annotations.NullMarked;
