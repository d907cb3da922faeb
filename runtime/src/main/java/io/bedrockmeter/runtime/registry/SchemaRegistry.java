package io.bedrockmeter.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A schema registry behind the Confluent REST interface, which Apicurio, Redpanda, Karapace and Confluent's own speak.
 * Every call blocks for ten seconds at most. Thread-safe.
 */
final class SchemaRegistry {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int LONGEST_REASON = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final Optional<String> authorization;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /**
     * @param url of the interface, for example {@code http://localhost:8081} or, of Apicurio,
     *     {@code http://localhost:8080/apis/ccompat/v7}
     * @param userInfo {@code user:password} for basic authentication, empty for none
     */
    SchemaRegistry(String url, Optional<String> userInfo) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.authorization = userInfo.map(
                text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Registers a schema under a subject unless it is there.
     *
     * @return its id
     * @throws RegistryException when the registry does not answer or refuses
     */
    int register(String subject, Schema schema) {
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        HttpResponse<String> answer = send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).header("Content-Type", MEDIA_TYPE));
        JsonNode id = json(answer).path("id");
        if (answer.statusCode() != OK || !id.isInt()) {
            throw new RegistryException(
                    "the registry at " + url + " refuses the schema of " + subject + ": " + reason(answer));
        }
        return id.intValue();
    }

    /**
     * The Avro schema of an id; empty when the registry has none.
     *
     * @throws RegistryException when the registry does not answer
     */
    Optional<Schema> schema(int id) {
        HttpResponse<String> answer = send(request("/schemas/ids/" + id).GET());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.statusCode() != OK) {
            throw new RegistryException(
                    "the registry at " + url + " has no answer for schema " + id + ": " + reason(answer));
        }
        try {
            return Optional.of(
                    new Schema.Parser().parse(json(answer).path("schema").asText()));
        } catch (AvroRuntimeException e) {
            return Optional.empty();
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).header("Accept", MEDIA_TYPE);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private URI uri(String path) {
        try {
            URI uri = new URI(url + path);
            if (uri.getHost() != null && uri.getScheme().startsWith("http")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, without what may be a password in it.
        }
        throw new RegistryException(RegistryForm.URL + " is no URL of a registry, expected one like http://host:8081");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new RegistryException("the schema registry at " + url + " does not answer: " + reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while asking the schema registry at " + url);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            return json == null ? JSON.missingNode() : json;
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static String reason(HttpResponse<String> answer) {
        String message = json(answer).path("message").asText("");
        return "status " + answer.statusCode()
                + (message.isEmpty() ? "" : ", " + message.substring(0, Math.min(message.length(), LONGEST_REASON)));
    }
}
