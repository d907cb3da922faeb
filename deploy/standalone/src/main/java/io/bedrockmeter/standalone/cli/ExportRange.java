package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.standalone.process.BadInputException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --from} and {@code --to}. */
final class ExportRange {

    @Option(names = "--from", paramLabel = "TIME", description = "First time: a day such as 2026-11-01, or a time.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "First time that is left out.")
    private Optional<String> to = Optional.empty();

    boolean isGiven() {
        return from.isPresent() || to.isPresent();
    }

    boolean isBounded() {
        return from.isPresent() && to.isPresent();
    }

    /** The range; open at an end that is not given. */
    TimeRange in(ZoneId zone) {
        Instant first = from.map(text -> Times.parse("--from", text, zone)).orElse(TimeRange.ALL.from());
        Instant end = to.map(text -> Times.parse("--to", text, zone)).orElse(TimeRange.ALL.to());
        if (!first.isBefore(end)) {
            throw new BadInputException("--from " + first + " is not before --to " + end);
        }
        return new TimeRange(first, end);
    }
}
