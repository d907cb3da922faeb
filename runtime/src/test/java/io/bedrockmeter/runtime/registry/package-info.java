@NullMarked
package io.bedrockmeter.runtime.registry;

import org.jspecify.annotations.NullMarked;
