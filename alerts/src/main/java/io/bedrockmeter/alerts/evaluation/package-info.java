/**
 * Evaluates budgets: a Kafka Streams topology of two stages. {@link io.bedrockmeter.alerts.evaluation.AlertsTopology}
 * tells it in prose and wires it; everything else here is one stage, one store or one value of it. Knows topics, never
 * notifiers.
 */
@NullMarked
package io.bedrockmeter.alerts.evaluation;

import org.jspecify.annotations.NullMarked;
