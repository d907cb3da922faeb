/** Tests of the simulated traffic. */
@NullMarked
package io.bedrockmeter.standalone.demo;

import org.jspecify.annotations.NullMarked;
