package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.runtime.config.Secret;
import java.util.Optional;

/**
 * How the cost explorer is served.
 *
 * @param peerKey key that the instances of a cluster share to ask each other; without it they are callers like any other
 * @param limits what is done at most
 * @param insights what rules about spend take for granted
 */
public record QuerySettings(Optional<Secret> peerKey, QueryLimits limits, InsightSettings insights) {}
