/** What operators watch a running process with: its metrics, and the rules and dashboards made of them. */
@NullMarked
package io.bedrockmeter.standalone.observability;

import org.jspecify.annotations.NullMarked;
