package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.replay.DeadLetterReplay;
import io.bedrockmeter.ingest.replay.ReplayMarks;
import io.bedrockmeter.ingest.replay.ReplaySettings;
import io.bedrockmeter.ingest.replay.Replayed;
import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.report.TextTable;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Replays the dead letters on the topic, each once. */
final class LetterReplay {

    private static final String INSTANCE = "dead-letters-replay";

    private final KafkaSettings kafka;
    private final ReplaySettings settings;
    private final boolean dryRun;
    private final Console console;
    private final Clock clock = Clock.systemUTC();
    private long alreadyReplayed;

    LetterReplay(KafkaSettings kafka, ReplaySettings settings, boolean dryRun, Console console) {
        this.kafka = kafka;
        this.settings = settings;
        this.dryRun = dryRun;
        this.console = console;
    }

    List<LetterOutcome> run(Predicate<DeadLetter> filter) {
        Map<String, DeadLetter> latest = new LinkedHashMap<>();
        try (TopicReader<DeadLetter> reader = new TopicReader<>(kafka, Topics.DEAD_LETTERS, console::warn)) {
            reader.readAll(found -> found.value().ifPresent(letter -> latest.put(letter.origin(), letter)));
        }
        ReplayMarks marks = ReplayMarks.read(kafka);
        List<DeadLetter> wanted = new ArrayList<>();
        for (DeadLetter letter : latest.values()) {
            if (filter.test(letter) && marks.replayedAt(letter).isPresent()) {
                alreadyReplayed++;
            } else if (filter.test(letter)) {
                wanted.add(letter);
            }
        }
        return dryRun ? tryOut(wanted) : write(wanted, marks, latest.keySet());
    }

    String summary(List<LetterOutcome> outcomes) {
        String counts = count(outcomes, "replayed") + " replayed, " + count(outcomes, "still-refused")
                + " still refused, " + count(outcomes, "cannot-be-read") + " cannot be read again, " + alreadyReplayed
                + " had been replayed before";
        return dryRun ? counts + "; nothing was written" : counts;
    }

    static TextTable table(List<LetterOutcome> outcomes) {
        TextTable table = new TextTable(4);
        table.add(List.of("Status", "Code", "Origin", "Detail"));
        table.rule();
        outcomes.forEach(
                outcome -> table.add(List.of(outcome.status(), outcome.code(), outcome.origin(), outcome.detail())));
        return table;
    }

    private List<LetterOutcome> tryOut(List<DeadLetter> letters) {
        List<LetterOutcome> outcomes = new ArrayList<>();
        try (DeadLetterReplay replay = new DeadLetterReplay(settings, clock, new Nothing())) {
            replay.replay(letters, (letter, result) -> outcomes.add(outcome(letter, result)));
        }
        return outcomes;
    }

    private List<LetterOutcome> write(List<DeadLetter> letters, ReplayMarks marks, Set<String> present) {
        List<LetterOutcome> outcomes = new ArrayList<>();
        try (KafkaSink sink = KafkaSink.open(kafka, INSTANCE, CommitPolicy.DEFAULT)) {
            marks.forgetAllBut(present, sink);
            try (DeadLetterReplay replay = new DeadLetterReplay(settings, clock, sink)) {
                replay.replay(letters, (letter, result) -> {
                    if (result instanceof Replayed.Taken) {
                        ReplayMarks.mark(letter, clock, sink);
                    }
                    sink.commitIfDue();
                    outcomes.add(outcome(letter, result));
                });
            }
            sink.commit();
        }
        return outcomes;
    }

    private static LetterOutcome outcome(DeadLetter letter, Replayed result) {
        return new LetterOutcome(letter.origin(), letter.code().name(), result.status(), result.detail());
    }

    private static long count(List<LetterOutcome> outcomes, String status) {
        return outcomes.stream()
                .filter(outcome -> outcome.status().equals(status))
                .count();
    }

    /** Takes what would be written. */
    private static final class Nothing implements UsageSink {

        @Override
        public void invocation(Invocation invocation) {
            // Only counted, by the result.
        }

        @Override
        public void tagEvent(TagEvent event) {
            // Only counted, by the result.
        }

        @Override
        public void deadLetter(DeadLetter deadLetter) {
            // A replay writes none.
        }
    }
}
