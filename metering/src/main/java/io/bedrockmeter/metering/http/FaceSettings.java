package io.bedrockmeter.metering.http;

import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.HttpConfig;
import java.util.Optional;

/**
 * How the cost explorer is served.
 *
 * @param http where it listens
 * @param access who may ask
 * @param peerKey key that the instances of a cluster share to ask each other; without it they are callers like any other
 * @param limits what is done at most
 */
public record FaceSettings(HttpConfig http, AccessCheck access, Optional<Secret> peerKey, QueryLimits limits) {}
