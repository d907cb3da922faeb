/**
 * What every HTTP face of the system shares: starting and stopping a server, limits, security headers, access, errors as
 * problem+json (RFC 9457), work that blocks, and the management endpoints. Knows nothing about what is served; a service
 * brings its {@link io.bedrockmeter.runtime.http.Routes}.
 */
@NullMarked
package io.bedrockmeter.runtime.http;

import org.jspecify.annotations.NullMarked;
