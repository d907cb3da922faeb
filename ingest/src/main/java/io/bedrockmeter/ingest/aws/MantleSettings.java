package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How bedrock-mantle is reached in one Region of one account.
 *
 * @param base URL that {@code /organization/projects} follows, without a slash at its end
 * @param key Bedrock API key; says which account is meant
 * @param timeout longest wait for one answer
 */
public record MantleSettings(URI base, Secret key, Duration timeout) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final String DEFAULT_PATH = "/v1";
    private static final List<String> KEY_VARIABLES = List.of("AWS_BEARER_TOKEN_BEDROCK", "OPENAI_API_KEY");
    private static final List<String> ENDPOINT_VARIABLES =
            List.of("AWS_ENDPOINT_URL_BEDROCK_MANTLE", "AWS_ENDPOINT_URL");
    private static final List<String> REGION_VARIABLES = List.of("AWS_REGION", "AWS_DEFAULT_REGION");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");

    /**
     * Fills what is not given from the environment: the key from {@code AWS_BEARER_TOKEN_BEDROCK} or {@code
     * OPENAI_API_KEY}, the endpoint from {@code AWS_ENDPOINT_URL_BEDROCK_MANTLE} or {@code AWS_ENDPOINT_URL}, else the one
     * of the Region, which may come from {@code AWS_REGION} or {@code AWS_DEFAULT_REGION}. An endpoint without a path gets
     * {@code /v1}.
     *
     * @throws IllegalArgumentException with everything that is missing or wrong
     */
    public static MantleSettings resolve(
            Optional<String> region, Optional<String> endpoint, Optional<Secret> key, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Optional<URI> base = endpoint.or(() -> first(ENDPOINT_VARIABLES, environment))
                .map(text -> endpoint(text, problems))
                .orElseGet(() -> ofRegion(region.or(() -> first(REGION_VARIABLES, environment)), problems));
        Optional<Secret> found = key.or(() -> first(KEY_VARIABLES, environment).map(Secret::new));
        if (found.isEmpty()) {
            problems.add("bedrock-mantle API key is missing: expected it in the configuration or in "
                    + String.join(" or ", KEY_VARIABLES));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new MantleSettings(base.orElseThrow(), found.orElseThrow(), DEFAULT_TIMEOUT);
    }

    /** Reads one item of {@code references.sync.projects}; empty when a problem was noted. */
    static Optional<MantleSettings> read(Section section, Map<String, String> environment) {
        Optional<String> region = section.text("region");
        Optional<String> endpoint = section.text("endpoint");
        Optional<Secret> key = section.secret("key");
        try {
            return Optional.of(resolve(region, endpoint, key, environment));
        } catch (IllegalArgumentException e) {
            section.problem(
                    "region",
                    region.map(text -> "'" + text + "'").orElse("nothing"),
                    "a place whose projects can be listed: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "projects of " + base;
    }

    private static Optional<String> first(List<String> names, Map<String, String> environment) {
        return names.stream()
                .flatMap(name -> Stream.ofNullable(environment.get(name)))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private static Optional<URI> endpoint(String text, List<String> problems) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getUserInfo() == null) {
                return Optional.of(uri.getRawPath().isEmpty() ? URI.create(uri + DEFAULT_PATH) : uri);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        problems.add(
                "bedrock-mantle endpoint is no URL: expected one like https://bedrock-mantle.us-east-1.api.aws/v1");
        return Optional.empty();
    }

    private static Optional<URI> ofRegion(Optional<String> region, List<String> problems) {
        if (region.isEmpty()) {
            problems.add("Region of bedrock-mantle is missing: expected it in the configuration or in "
                    + String.join(" or ", REGION_VARIABLES));
            return Optional.empty();
        }
        if (!REGION.matcher(region.get()).matches()) {
            problems.add("Region of bedrock-mantle is \"" + region.get() + "\": expected one like us-east-1");
            return Optional.empty();
        }
        return Optional.of(URI.create("https://bedrock-mantle." + region.get() + ".api.aws" + DEFAULT_PATH));
    }
}
