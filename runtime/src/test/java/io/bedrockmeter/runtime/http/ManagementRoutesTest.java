package io.bedrockmeter.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ManagementRoutesTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<Health> streams = new AtomicReference<>(new Health.Up());
    private final Server server = Server.open(new ManagementRoutes(
            registry,
            List.of(new HealthCheck("kafka-streams", streams::get), new HealthCheck("http", Health.Up::new))));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_process_that_answers_lives() {
        streams.set(new Health.Down("restoring"));

        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void it_is_ready_when_every_check_is_up() {
        HttpResponse<String> answer = server.get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"up\",\"checks\":{\"kafka-streams\":{\"status\":\"up\"},\"http\":{\"status\":\"up\"}}}");
    }

    @Test
    void a_check_that_is_down_is_named_with_its_reason() {
        streams.set(new Health.Down("restoring"));

        HttpResponse<String> answer = server.get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getJsonObject("checks").getJsonObject("kafka-streams"))
                .isEqualTo(new JsonObject().put("status", "down").put("reason", "restoring"));
    }

    @Test
    void a_part_that_is_not_well_is_told_and_keeps_no_requests_away() {
        streams.set(new Health.Impaired("one log group is denied"));

        HttpResponse<String> answer = server.get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getJsonObject("checks").getJsonObject("kafka-streams"))
                .isEqualTo(new JsonObject().put("status", "impaired").put("reason", "one log group is denied"));
    }

    @Test
    void a_check_that_fails_is_down() {
        Server failing = Server.open(new ManagementRoutes(registry, List.of(new HealthCheck("x", () -> {
            throw new IllegalStateException("no");
        }))));
        try (failing) {
            assertThat(failing.get("/readyz").body()).contains("the check itself failed: no");
        }
    }

    @Test
    void metrics_are_prometheus_text() {
        registry.counter("bedrock.meter.invocations").increment(3);

        HttpResponse<String> answer = server.get("/metrics");

        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).contains("bedrock_meter_invocations_total 3.0");
    }
}
