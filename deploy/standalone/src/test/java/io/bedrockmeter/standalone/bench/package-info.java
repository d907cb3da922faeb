/** Programs that measure; see docs/benchmarks.md. No part of any test. */
@NullMarked
package io.bedrockmeter.standalone.bench;

import org.jspecify.annotations.NullMarked;
