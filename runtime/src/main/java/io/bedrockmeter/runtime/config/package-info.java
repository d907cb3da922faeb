/**
 * Typed configuration: one YAML file and environment variables become records. Each part of the system reads its own
 * {@link io.bedrockmeter.runtime.config.Section} into a record of its own; unknown keys are refused, and every problem is
 * told at once with its line, what was found and what was expected. Knows nothing about what the settings mean.
 */
@NullMarked
package io.bedrockmeter.runtime.config;

import org.jspecify.annotations.NullMarked;
