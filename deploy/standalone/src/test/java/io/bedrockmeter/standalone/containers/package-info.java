/** Tests of the container image and the compose files, on a real engine; without one they are left out and say so. */
@NullMarked
package io.bedrockmeter.standalone.containers;

import org.jspecify.annotations.NullMarked;
