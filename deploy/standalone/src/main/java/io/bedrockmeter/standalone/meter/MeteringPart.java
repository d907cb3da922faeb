package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.coverage.IngestReports;
import io.bedrockmeter.metering.http.Peers;
import io.bedrockmeter.metering.http.QueryLimits;
import io.bedrockmeter.metering.http.QueryRoutes;
import io.bedrockmeter.metering.http.QuerySettings;
import io.bedrockmeter.metering.http.ServiceRequests;
import io.bedrockmeter.metering.http.ServiceSource;
import io.bedrockmeter.metering.http.StreamsPeers;
import io.bedrockmeter.metering.insight.InsightSettings;
import io.bedrockmeter.metering.web.Page;
import io.bedrockmeter.metering.web.PageAccess;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.Health;
import io.bedrockmeter.runtime.http.HealthCheck;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.config.HttpSection;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The metering service in this process, with the questions that can be put to it.
 *
 * @param service the service
 * @param questions paths of the cost explorer; to be closed before the server that has them, so that streams end in order
 */
record MeteringPart(MeteringService service, QueryRoutes questions) implements Part {

    /** @param shared whether other instances may hold totals too: on a broker of this process there are none */
    static MeteringPart start(
            MeteringConfig config,
            InsightSettings insights,
            HttpSection http,
            boolean shared,
            KafkaSettings kafka,
            Web web,
            Lifecycle lifecycle) {
        Optional<String> advertised = shared ? Optional.of(http.address()) : Optional.empty();
        MeteringService service = lifecycle.add("metering", new MeteringService(config, kafka, advertised));
        service.start();
        Peers peers = advertised
                .<Peers>map(address ->
                        new StreamsPeers(service.streams(), HostInfo.buildFromEndpoint(address), service.partitions()))
                .orElse(Peers.NONE);
        service.bindTo(web.registry());
        IngestReports reports = lifecycle.add("ingest reports", IngestReports.follow(kafka));
        QueryRoutes questions = new QueryRoutes(
                web.vertx(),
                new QuerySettings(http.peerKey(), QueryLimits.defaults(), insights),
                config,
                new ServiceSource(service, reports),
                new ServiceRequests(service, kafka),
                peers,
                web.registry(),
                Clock.systemUTC());
        return new MeteringPart(service, questions);
    }

    /**
     * Who may ask and who gets the web page.
     *
     * @param others decides about everybody but other instances
     */
    AccessCheck access(AccessCheck others) {
        return new PageAccess(questions.access(others));
    }

    @Override
    public List<Routes> routes() {
        return List.of(questions, new Page());
    }

    @Override
    public List<HealthCheck> checks() {
        return List.of(new HealthCheck(
                "metering",
                () -> service.isReady()
                        ? new Health.Up()
                        : new Health.Down("totals are being restored or moved; records to be restored: "
                                + service.restore().remaining())));
    }

    @Override
    public Optional<String> failure() {
        return service.failure().map(reason -> "metering stopped: " + reason);
    }
}
