package io.bedrockmeter.runtime.metrics;

import io.bedrockmeter.runtime.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where metrics are sent by OTLP over HTTP (OpenTelemetry protocol, binary protobuf).
 *
 * @param url where to post them, with the path, usually {@code /v1/metrics}
 * @param interval time between two posts
 * @param headers sent with each, for example a token; may be secret
 * @param attributes of the resource that sends, beside {@code service.name}
 */
public record OtlpSettings(URI url, Duration interval, Map<String, String> headers, Map<String, String> attributes) {

    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    private static final Set<String> SCHEMES = Set.of("http", "https");

    public OtlpSettings {
        headers = Map.copyOf(headers);
        attributes = Map.copyOf(attributes);
    }

    /** The {@code metrics.otlp} section; empty without a url. */
    public static Optional<OtlpSettings> read(Section section) {
        Optional<URI> url = section.parsed(
                "url", "a URL with http or https, for example http://localhost:4318/v1/metrics", OtlpSettings::url);
        Duration interval = section.duration("interval", DEFAULT_INTERVAL, Duration.ofSeconds(1), Duration.ofHours(1));
        Map<String, String> headers = section.textMap("headers", true);
        Map<String, String> attributes = section.textMap("attributes", false);
        return url.map(where -> new OtlpSettings(where, interval, headers, attributes));
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(uri ->
                            uri.getHost() != null && uri.getScheme() != null && SCHEMES.contains(uri.getScheme()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Without the values of headers. */
    @Override
    public String toString() {
        return "OtlpSettings[url=" + url + ", interval=" + interval + ", headers=" + headers.keySet() + ", attributes="
                + new TreeMap<>(attributes) + "]";
    }
}
