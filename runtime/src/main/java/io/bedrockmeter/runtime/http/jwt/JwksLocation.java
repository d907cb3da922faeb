package io.bedrockmeter.runtime.http.jwt;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a set of public keys is. */
public sealed interface JwksLocation {

    /** How it is written. */
    String EXPECTED = "an https URL (http on this machine only), or the path of a file, with a JSON Web Key Set";

    /** Served over HTTP. */
    record Url(URI uri) implements JwksLocation {}

    /** In a file. */
    record File(Path path) implements JwksLocation {}

    /** Understands a location; empty when it is none, or one whose answers anybody on the way could change. */
    static Optional<JwksLocation> parse(String text) {
        try {
            if (text.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
                URI uri = URI.create(text);
                boolean here = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
                boolean safe = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && here;
                return safe && uri.getHost() != null && uri.getUserInfo() == null
                        ? Optional.of(new Url(uri))
                        : Optional.empty();
            }
            return text.isBlank() ? Optional.empty() : Optional.of(new File(Path.of(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
