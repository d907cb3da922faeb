/** Tests of what HTTP faces share. */
@NullMarked
package io.bedrockmeter.runtime.http;

import org.jspecify.annotations.NullMarked;
