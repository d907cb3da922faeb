package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.process.Lifecycle;
import io.bedrockmeter.standalone.process.Shutdown;
import io.bedrockmeter.standalone.topics.RecordFilter;
import io.bedrockmeter.standalone.topics.RecordJson;
import io.bedrockmeter.standalone.topics.TopicNames;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a topic. */
@Command(
        name = "watch",
        description = "Follows a topic, decoded, one JSON object per line, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class)
final class WatchCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "TOPIC", description = "Topic, for example ledger, usage.day or dead-letters.")
    private String topic = "";

    @Option(names = "--from-beginning", description = "Show what is there already, too.")
    private boolean fromBeginning;

    @Option(
            names = "--filter",
            paramLabel = "K=V",
            description = "Only records in which field or tag K is V. Repeatable: all keys, any value of a key.")
    private List<String> filters = new ArrayList<>();

    @Option(names = "--max", paramLabel = "N", description = "End after N records.")
    private long max = Long.MAX_VALUE;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Topic<?> chosen = TopicNames.find(topic, kafka.settings().topicPrefix());
        RecordFilter filter = new RecordFilter(Filters.parse(filters));
        follow(chosen, filter);
        return ExitCode.OK;
    }

    private <V> void follow(Topic<V> chosen, RecordFilter filter) {
        AtomicLong printed = new AtomicLong();
        try (Lifecycle lifecycle = new Lifecycle();
                TopicReader<V> reader = new TopicReader<>(kafka.settings(), chosen, console::warn)) {
            lifecycle.add("reader", reader::stop);
            Shutdown.closeOnExit(lifecycle, console);
            console.progress("watching " + kafka.settings().name(chosen) + "; Ctrl-C to end");
            reader.follow(
                    fromBeginning,
                    found -> {
                        String line = RecordJson.line(found);
                        if (printed.get() < max && filter.accepts(line)) {
                            console.out().println(line);
                            printed.incrementAndGet();
                        }
                    },
                    () -> printed.get() >= max);
        }
    }
}
