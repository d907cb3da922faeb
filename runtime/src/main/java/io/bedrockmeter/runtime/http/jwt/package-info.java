/** Callers who show a JSON Web Token (RFC 7519) of a known issuer: keys, verification, and what a token's claims grant. */
@NullMarked
package io.bedrockmeter.runtime.http.jwt;

import org.jspecify.annotations.NullMarked;
