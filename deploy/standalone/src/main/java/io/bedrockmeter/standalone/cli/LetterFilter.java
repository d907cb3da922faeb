package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterFilter {

    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            description = "Only those with one of these codes, for example INVALID_FIELD.")
    private Set<RejectionCode> codes = Set.of();

    @Option(
            names = "--origin",
            paramLabel = "PREFIX",
            description = "Only those whose origin begins so, for example s3://bucket/ or file:/logs/a.json.")
    private Optional<String> origin = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those refused at or after this, such as 2026-11-01T00:00:00Z.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Only those refused before this.")
    private Optional<String> until = Optional.empty();

    /**
     * The filter.
     *
     * @throws io.bedrockmeter.standalone.process.BadInputException when a time is none
     */
    Predicate<DeadLetter> predicate() {
        Instant from =
                since.map(text -> Times.parse("--since", text, ZoneOffset.UTC)).orElse(Instant.MIN);
        Instant to =
                until.map(text -> Times.parse("--until", text, ZoneOffset.UTC)).orElse(Instant.MAX);
        return letter -> (codes.isEmpty() || codes.contains(letter.code()))
                && letter.origin().startsWith(origin.orElse(""))
                && !letter.refusedAt().isBefore(from)
                && letter.refusedAt().isBefore(to);
    }
}
