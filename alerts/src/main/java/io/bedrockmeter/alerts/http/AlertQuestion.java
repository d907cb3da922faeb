package io.bedrockmeter.alerts.http;

import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which alerts are wanted.
 *
 * @param budget only of this budget
 * @param instance only of this instance
 * @param kinds only of these kinds, empty for all
 * @param from raised at or after
 * @param to raised before
 */
record AlertQuestion(
        Optional<String> budget,
        Optional<String> instance,
        Set<AlertKind> kinds,
        Optional<Instant> from,
        Optional<Instant> to) {

    private static final String KIND = "kind";
    private static final String TIME =
            "an instant with its offset or a date, such as 2026-11-21T09:30:00Z or 2026-11-21";

    /** What is wrong is noted in the parameters. */
    static AlertQuestion read(Parameters parameters) {
        AlertQuestion question = new AlertQuestion(
                parameters.one("budget"),
                parameters.one("instance"),
                kinds(parameters),
                parameters.parsed("from", TIME, AlertQuestion::time),
                parameters.parsed("to", TIME, AlertQuestion::time));
        question.from()
                .filter(from -> question.to().map(to -> !from.isBefore(to)).orElse(false))
                .ifPresent(from -> parameters.fault("from", "found " + from + ", expected a time before to"));
        return question;
    }

    boolean covers(Alert alert) {
        return budget.map(alert.subject().budgetId()::equals).orElse(true)
                && instance.map(alert.subject().instance()::equals).orElse(true)
                && (kinds.isEmpty() || kinds.contains(alert.kind()))
                && from.map(start -> !alert.raisedAt().isBefore(start)).orElse(true)
                && to.map(end -> alert.raisedAt().isBefore(end)).orElse(true);
    }

    /** A date stands for its first instant in UTC. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Set<AlertKind> kinds(Parameters parameters) {
        Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
        for (String list : parameters.all(KIND)) {
            for (String name : List.of(list.split(","))) {
                Optional<AlertKind> kind = Arrays.stream(AlertKind.values())
                        .filter(each -> each.name().equals(name))
                        .findFirst();
                kind.ifPresentOrElse(
                        kinds::add,
                        () -> parameters.fault(
                                KIND, "there is no kind " + Parameters.quote(name) + "; known: " + known()));
            }
        }
        return kinds;
    }

    private static String known() {
        return Arrays.stream(AlertKind.values()).map(AlertKind::name).collect(Collectors.joining(", "));
    }
}
