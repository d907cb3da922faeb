package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Line;
import io.bedrockmeter.schemas.money.Money;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as CSV (RFC 4180): a heading, then one line per group. A text that a spreadsheet would take for a formula gets
 * an apostrophe in front (OWASP, CSV injection), since anybody who may tag a call decides what stands here.
 */
final class AnswerCsv {

    static final String MEDIA_TYPE = "text/csv";

    private static final String LINE_BREAK = "\r\n";

    private AnswerCsv() {}

    static Buffer of(Answer answer) {
        List<Measure> measures = AnswerJson.measures(answer);
        StringBuilder csv = new StringBuilder();
        append(csv, heading(answer, measures));
        for (Line line : answer.arranged().page()) {
            append(csv, cells(answer, measures, line));
        }
        return Buffer.buffer(csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> heading(Answer answer, List<Measure> measures) {
        List<String> heading = new ArrayList<>();
        if (answer.request().question().granularity().isPresent()) {
            heading.add(AnswerJson.WINDOW);
        }
        answer.keyNames().forEach(name -> heading.add(text(name)));
        measures.forEach(measure -> heading.add(measure.name()));
        heading.addAll(List.of("listCost", "cost"));
        if (answer.request().compared()) {
            heading.addAll(List.of("previousCost", "delta", "ratio"));
        }
        return heading;
    }

    private static List<String> cells(Answer answer, List<Measure> measures, Line line) {
        List<String> cells = new ArrayList<>();
        if (line.key().hasWindow()) {
            cells.add(Instant.ofEpochMilli(line.key().windowStartMs()).toString());
        }
        line.key().values().forEach(value -> cells.add(text(value)));
        measures.forEach(measure -> cells.add(Long.toString(measure.in(line.totals()))));
        Money cost = line.totals().cost();
        cells.add(line.totals().listCost().toString());
        cells.add(cost.toString());
        if (answer.request().compared()) {
            Money was = line.previous().cost();
            cells.add(was.toString());
            cells.add(cost.minus(was).toString());
            cells.add(was.signum() == 0 ? "" : Measure.ratio(cost.usd(), was.usd()));
        }
        return cells;
    }

    private static void append(StringBuilder csv, List<String> cells) {
        csv.append(String.join(",", cells)).append(LINE_BREAK);
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
