package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.ingest.log.InvocationLogParser;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.source.FileSource;
import io.bedrockmeter.ingest.source.FileSummary;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.query.UsageAnswer;
import io.bedrockmeter.metering.query.UsageQuery;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.DataDirectory;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Logging;
import io.bedrockmeter.standalone.report.Coverage;
import io.bedrockmeter.standalone.report.RefusedInput;
import io.bedrockmeter.standalone.report.Report;
import io.bedrockmeter.standalone.report.UnpricedModel;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A report: the files go through the same ingest, topics and metering as live traffic, on a broker that exists only for
 * this. So the numbers are the same ones.
 */
public final class ReportRun {

    private static final int PARTITIONS = 2;
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(3);

    private static final Duration STANDSTILL = Duration.ofMinutes(1);

    /** Nothing in it is waited for; large transactions cost least. */
    private static final CommitPolicy BATCHES = new CommitPolicy(20_000, Duration.ofSeconds(5));

    private final Lifecycle lifecycle;
    private final Console console;
    private final Clock clock;

    public ReportRun(Lifecycle lifecycle, Console console, Clock clock) {
        this.lifecycle = lifecycle;
        this.console = console;
        this.clock = clock;
    }

    /** Reads, meters and answers. */
    public Report run(ReportRequest request) throws InterruptedException {
        ReferenceFiles references = ReferenceFiles.read(request.references());
        DataDirectory directory = lifecycle.add("directory", DataDirectory.temporary());
        Logging.toFile(directory.logFile());
        Logging.hideFromConsole();
        lifecycle.add("log", Logging::stop);
        KafkaSettings kafka = Broker.start(0, directory, ReportRun::settings, lifecycle, console);
        references.publish(kafka);
        MeteringService metering = lifecycle.add("metering", new MeteringService(config(request, directory), kafka));
        metering.start();
        FileSummary files = read(request, kafka);
        await(metering, files);
        return answer(request, references, files, metering, kafka);
    }

    private static KafkaSettings settings(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Topics.DEFAULT_PREFIX, PARTITIONS, (short) 1, Map.of());
    }

    private static MeteringConfig config(ReportRequest request, DataDirectory directory) {
        MeteringConfig defaults = MeteringConfig.defaults(directory.state());
        return defaults.forBatch()
                .withTaxonomy(defaults.taxonomy().with(request.query().tagKeys()))
                .withZone(request.zone());
    }

    private FileSummary read(ReportRequest request, KafkaSettings kafka) {
        IngestCounters counters = new IngestCounters();
        try (KafkaSink sink = KafkaSink.open(kafka, "report", BATCHES)) {
            FileSource source =
                    new FileSource(clock, InvocationLogParser.DEFAULT_MAX_RECORD_BYTES, new BatchSink(sink), counters);
            source.readEvents(request.tagEvents());
            source.readLogs(request.logs());
            sink.commit();
            FileSummary summary = source.summary();
            summary.warnings().forEach(console::warn);
            console.progress("read " + summary.recordsRead() + " records in " + summary.files() + " files");
            return summary;
        }
    }

    /** Metering takes as long as it takes, but it must get on. */
    private void await(MeteringService metering, FileSummary files) throws InterruptedException {
        long metered = -1;
        Instant movedAt = clock.instant();
        while (true) {
            try {
                metering.awaitCaughtUp(PROGRESS_INTERVAL);
                return;
            } catch (TimeoutException e) {
                long now = metering.counters().invocations.sum()
                        + metering.counters().tagEvents.sum();
                movedAt = now == metered ? movedAt : clock.instant();
                metered = now;
                if (movedAt.plus(STANDSTILL).isBefore(clock.instant())) {
                    throw new IllegalStateException("metering does not get on: " + e.getMessage(), e);
                }
                console.progress(
                        "metered " + metering.counters().invocations.sum() + " of " + files.accepted() + " records");
            }
        }
    }

    private Report answer(
            ReportRequest request,
            ReferenceFiles references,
            FileSummary files,
            MeteringService metering,
            KafkaSettings kafka) {
        UsageQuery query = request.query();
        List<UsageRow> rows = metering.usage().totals(query.source());
        UsageAnswer answer = query.over(rows);
        Totals all =
                new UsageQuery(List.of(), Map.of(), Optional.empty()).over(rows).total();
        List<UnpricedModel> unpriced = all.unpriced() == 0 ? List.of() : UnpricedLedger.read(kafka, console);
        long refusedLater = metering.counters().deadLetters.sum();
        Coverage coverage = new Coverage(
                clock.instant(),
                files.recordsRead() + references.refused().size(),
                files.accepted() - refusedLater,
                files.refusedCount() + references.refused().size() + refusedLater,
                all.requests(),
                all.unpriced(),
                all.unattributed(),
                unpriced,
                refusals(references, kafka));
        return new Report(answer, coverage);
    }

    /** What was refused on the way, out of the topic where every service puts it. */
    private List<RefusedInput> refusals(ReferenceFiles references, KafkaSettings kafka) {
        List<RefusedInput> refusals =
                references.refused().stream().map(ReportRun::refused).collect(Collectors.toCollection(ArrayList::new));
        try (TopicReader<DeadLetter> reader = new TopicReader<>(kafka, Topics.DEAD_LETTERS, console::warn)) {
            reader.readAll(letter -> letter.value().ifPresent(found -> {
                if (refusals.size() < Coverage.MAX_LISTED) {
                    refusals.add(new RefusedInput(found.origin(), found.code(), found.reason()));
                }
            }));
        }
        return refusals;
    }

    private static RefusedInput refused(Refusal refusal) {
        return new RefusedInput(
                refusal.origin(),
                refusal.rejection().code(),
                refusal.rejection().reason());
    }
}
