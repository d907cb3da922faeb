@NullMarked
package io.bedrockmeter.standalone.registry;

import org.jspecify.annotations.NullMarked;
