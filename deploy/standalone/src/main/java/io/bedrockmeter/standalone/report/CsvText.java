package io.bedrockmeter.standalone.report;

import io.bedrockmeter.metering.query.UsageGroup;
import io.bedrockmeter.schemas.model.Totals;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as CSV (RFC 4180): a heading, then one line per group. A text that a spreadsheet would take for a formula gets
 * an apostrophe in front (OWASP, CSV injection), since anybody who may tag a call decides what stands here.
 */
final class CsvText {

    private static final String LINE_BREAK = "\r\n";

    private CsvText() {}

    static String of(Report report) {
        List<Measure> measures = report.measures();
        StringBuilder text = new StringBuilder();
        Stream<String> headings = Stream.concat(
                report.keyNames().stream().map(CsvText::text), measures.stream().map(Measure::name));
        text.append(line(Stream.concat(headings, Stream.of("listCost", "cost"))));
        for (UsageGroup group : report.answer().groups()) {
            Stream<String> key = report.keyValues(group).stream().map(CsvText::text);
            text.append(line(Stream.concat(key, numbers(measures, group.totals()))));
        }
        return text.toString();
    }

    private static Stream<String> numbers(List<Measure> measures, Totals totals) {
        Stream<String> counts = measures.stream().map(measure -> Long.toString(measure.in(totals)));
        return Stream.concat(
                counts, Stream.of(totals.listCost().toString(), totals.cost().toString()));
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(",", "", LINE_BREAK));
    }

    /** A cell that holds text from outside. */
    private static String text(String value) {
        String safe = startsFormula(value) ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static boolean startsFormula(String value) {
        return !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0;
    }
}
