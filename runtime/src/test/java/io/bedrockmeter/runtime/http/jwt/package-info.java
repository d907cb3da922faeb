/** Tests of tokens against a local issuer. */
@NullMarked
package io.bedrockmeter.runtime.http.jwt;

import org.jspecify.annotations.NullMarked;
