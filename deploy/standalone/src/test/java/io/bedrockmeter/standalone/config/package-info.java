/** Tests of the configuration of {@code run}. */
@NullMarked
package io.bedrockmeter.standalone.config;

import org.jspecify.annotations.NullMarked;
