/** What is on the broker: the records that all arms read, written once for a run, and the totals that each arm leaves. */
@NullMarked
package io.bedrockmeter.bench.topics;

import org.jspecify.annotations.NullMarked;
