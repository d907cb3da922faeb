package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.ingest.IngestService;
import io.bedrockmeter.ingest.http.HttpIntake;
import io.bedrockmeter.ingest.http.HttpIntakeConfig;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.http.jwt.JwtAccess;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.util.List;
import java.util.Optional;

/**
 * The ingest service in this process: what it reads by itself, and what is sent to it.
 *
 * @param service files, log groups and buckets
 * @param http usage over HTTP
 */
record IngestPart(IngestService service, HttpIntake http) implements Part {

    static IngestPart start(
            IngestConfig config,
            HttpIntakeConfig httpConfig,
            Optional<JwtAccess> tokens,
            KafkaSettings kafka,
            Web web,
            Lifecycle lifecycle) {
        HttpIntake http =
                lifecycle.add("http intake", HttpIntake.open(web.vertx(), httpConfig, tokens, kafka, web.registry()));
        IngestService service = lifecycle.add("ingest", new IngestService(config, kafka));
        service.start();
        service.register(web.registry());
        return new IngestPart(service, http);
    }

    @Override
    public List<Routes> routes() {
        return http.routes();
    }

    @Override
    public List<HealthCheck> checks() {
        return List.of(http.health(), service.health());
    }

    @Override
    public Optional<String> failure() {
        return service.failure()
                .map(reason -> "ingest stopped: " + reason.getMessage())
                .or(() -> http.failure()
                        .map(reason -> "ingest stopped: " + reason + "; give each instance its own ingest.instanceId"));
    }
}
