/**
 * What is watched without a budget: spend far from its own past, and numbers that are not to be trusted. Pure rules and the
 * values they remember; what feeds them is in {@code evaluation}.
 */
@NullMarked
package io.bedrockmeter.alerts.watch;

import org.jspecify.annotations.NullMarked;
