/** Tests of replaying what was refused. */
@NullMarked
package io.bedrockmeter.ingest.replay;

import org.jspecify.annotations.NullMarked;
