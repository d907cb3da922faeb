/** Tests of the typed configuration. */
@NullMarked
package io.bedrockmeter.runtime.config;

import org.jspecify.annotations.NullMarked;
