package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.http.AlertsRoutes;
import io.bedrockmeter.ingest.http.HttpIntake;
import io.bedrockmeter.ingest.http.KeyFileAccess;
import io.bedrockmeter.metering.http.QueryRoutes;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.ManagementRoutes;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.http.jwt.JwtAccess;
import io.bedrockmeter.standalone.config.HttpSection;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The servers of this process: one for questions and usage, one for operators. */
final class Faces {

    private Faces() {}

    /**
     * Serves the paths of all parts on one server.
     *
     * @return where it answers, such as {@code http://127.0.0.1:8080}
     * @throws io.bedrockmeter.runtime.http.HttpUnavailableException when the port is taken
     */
    static String open(
            HttpSection config,
            Optional<IngestPart> ingest,
            Optional<MeteringPart> metering,
            Optional<AlertsPart> alerts,
            Optional<JwtAccess> tokens,
            Web web,
            Lifecycle lifecycle) {
        List<Routes> routes = new ArrayList<>();
        List<String> documents = new ArrayList<>();
        metering.ifPresent(part -> documents.add(QueryRoutes.OPENAPI));
        ingest.ifPresent(part -> documents.add(HttpIntake.OPENAPI));
        alerts.ifPresent(part -> documents.add(AlertsRoutes.OPENAPI));
        routes.add(new OpenApi(documents));
        metering.ifPresent(part -> routes.addAll(part.routes()));
        ingest.ifPresent(part -> routes.addAll(part.routes()));
        alerts.ifPresent(part -> routes.addAll(part.routes()));
        AccessCheck senders = ingest.map(part -> part.http().access())
                .orElseGet(() -> lifecycle.add(
                        "keys", new KeyFileAccess(web.vertx(), config.keys(), HttpSection.KEY_RELOAD, tokens)));
        AccessCheck access = metering.map(part -> part.access(senders)).orElse(senders);
        HttpFace face = lifecycle.add("http", HttpFace.start(web.vertx(), config.server(), access, routes));
        metering.ifPresent(part -> lifecycle.add("questions", part.questions()));
        return url(config.server(), face);
    }

    /**
     * Serves what operators ask.
     *
     * @return where it answers
     * @throws io.bedrockmeter.runtime.http.HttpUnavailableException when the port is taken
     */
    static String openManagement(HttpConfig config, List<Part> parts, Web web, Lifecycle lifecycle) {
        List<HealthCheck> checks =
                parts.stream().flatMap(part -> part.checks().stream()).toList();
        HttpFace face = lifecycle.add(
                "management",
                HttpFace.start(
                        web.vertx(),
                        config,
                        AccessCheck.OPEN,
                        List.of(new ManagementRoutes(web.prometheus(), checks))));
        return url(config, face);
    }

    private static String url(HttpConfig config, HttpFace face) {
        return (config.tls().isPresent() ? "https://" : "http://") + config.host() + ":" + face.port();
    }
}
