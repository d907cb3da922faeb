package io.bedrockmeter.standalone.report;

import java.util.function.Function;

/** How a report is printed. */
public enum ReportFormat {
    /** For people. */
    TABLE(TableText::of),
    /** One object, amounts as decimal strings. */
    JSON(JsonText::of),
    /** RFC 4180, one line per group. */
    CSV(CsvText::of);

    private final Function<Report, String> rendering;

    ReportFormat(Function<Report, String> rendering) {
        this.rendering = rendering;
    }

    /** The report as text that ends with a line break. */
    public String render(Report report) {
        return rendering.apply(report);
    }
}
