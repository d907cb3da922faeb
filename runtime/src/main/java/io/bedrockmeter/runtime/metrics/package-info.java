/**
 * The metrics of a process: one registry that everything is counted in, shown to Prometheus and, where configured, sent to an
 * OpenTelemetry collector.
 */
@NullMarked
package io.bedrockmeter.runtime.metrics;

import org.jspecify.annotations.NullMarked;
