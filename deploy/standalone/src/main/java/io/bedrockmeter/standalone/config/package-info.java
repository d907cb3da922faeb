/** The configuration of {@code run}: what stands in its file, section by section. */
@NullMarked
package io.bedrockmeter.standalone.config;

import org.jspecify.annotations.NullMarked;
