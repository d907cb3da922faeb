package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.runtime.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A webhook that gets every alert.
 *
 * @param url where alerts are posted: http or https, no user info
 * @param secret key of the signature
 * @param allowPrivateAddresses whether the host may have an address of a private network, of this machine or of the local
 *     link; off, so that who may write the configuration cannot reach what only this machine reaches
 */
public record WebhookConfig(URI url, Secret secret, boolean allowPrivateAddresses) {

    /** The URL of a text; empty when it cannot be a webhook. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            return http && url.getHost() != null && url.getRawUserInfo() == null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The URL without its query, which may hold a token: how the destination is called on topics and in logs. */
    String destination() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + (url.getRawPath() == null ? "" : url.getRawPath());
    }
}
