package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** A running cost explorer and a client of it. The time is noon of 2026-11-21 unless a spec says otherwise. */
final class Explorer implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final EventLog log;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final QueryRoutes routes;
    private final HttpFace face;

    private Explorer(Setup setup) {
        this.log = setup.log;
        this.routes = new QueryRoutes(
                vertx,
                new QuerySettings(setup.peerKey, setup.limits, setup.insights),
                MeteringConfig.defaults(Path.of("unused")).withZone(setup.zone),
                setup.source.orElse(setup.log),
                setup.requests,
                setup.peers,
                registry,
                Clock.fixed(setup.now, ZoneOffset.UTC));
        this.face = HttpFace.start(
                vertx,
                HttpConfig.of("127.0.0.1", setup.port, "metering.http.port"),
                routes.access(setup.access),
                List.of(routes));
    }

    /** What to start. */
    static final class Setup {
        private final ZoneId zone;
        private final EventLog log;
        private QueryLimits limits = QueryLimits.defaults();
        private Peers peers = Peers.NONE;
        private AccessCheck access = new LoopbackOnly();
        private Optional<Secret> peerKey = Optional.empty();
        private Optional<UsageSource> source = Optional.empty();
        private RequestSource requests = new NoRequests();
        private InsightSettings insights = InsightSettings.defaults();
        private Instant now = NOW;
        private int port;

        Setup(ZoneId zone) {
            this.zone = zone;
            this.log = new EventLog(zone);
        }

        Setup limits(QueryLimits newLimits) {
            limits = newLimits;
            return this;
        }

        Setup peers(Peers newPeers) {
            peers = newPeers;
            return this;
        }

        /** Answers from a source instead of the log. */
        Setup source(UsageSource newSource, Instant newNow) {
            source = Optional.of(newSource);
            now = newNow;
            return this;
        }

        Setup requests(RequestSource newRequests) {
            requests = newRequests;
            return this;
        }

        Setup insights(InsightSettings newInsights) {
            insights = newInsights;
            return this;
        }

        Setup access(AccessCheck newAccess) {
            access = newAccess;
            return this;
        }

        Setup peerKey(String key) {
            peerKey = Optional.of(new Secret(key));
            return this;
        }

        Explorer start() {
            return new Explorer(this);
        }
    }

    static Setup in(String zone) {
        return new Setup(ZoneId.of(zone));
    }

    static Explorer start() {
        return in("UTC").start();
    }

    int port() {
        return face.port();
    }

    double gauge(String name) {
        return registry.get(name).tag("pool", "usage-query").gauge().value();
    }

    URI uri(String path, String... namesAndValues) {
        StringJoiner query = new StringJoiner("&", namesAndValues.length == 0 ? "" : "?", "");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return URI.create("http://localhost:" + port() + path + query);
    }

    /** The answer to a question that has one. */
    JsonNode usage(String... namesAndValues) {
        return ok("/v1/usage", namesAndValues);
    }

    JsonNode ok(String path, String... namesAndValues) {
        HttpResponse<String> response = get(path, namesAndValues);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return json(response);
    }

    HttpResponse<String> get(String path, String... namesAndValues) {
        return send(HttpRequest.newBuilder(uri(path, namesAndValues)));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each group as its values and its cost, in order: {@code "search,nova 1.5"}. */
    static List<String> lines(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode group : answer.get("groups")) {
            StringJoiner values = new StringJoiner(",");
            group.get("key").forEach(value -> values.add(value.asText()));
            lines.add(values + " " + plain(group.get("cost").asText()));
        }
        return lines;
    }

    private static String plain(String amount) {
        return new BigDecimal(amount).stripTrailingZeros().toPlainString();
    }

    @Override
    public void close() {
        routes.close();
        face.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
