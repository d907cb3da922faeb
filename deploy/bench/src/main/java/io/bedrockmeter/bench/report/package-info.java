/** What was measured, as text. */
@NullMarked
package io.bedrockmeter.bench.report;

import org.jspecify.annotations.NullMarked;
