package io.bedrockmeter.metering.export.chargeback;

import io.bedrockmeter.metering.export.chargeback.Chargeback.CostCentre;
import io.bedrockmeter.metering.export.chargeback.Chargeback.Line;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Totals;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The report as one HTML page: no scripts, nothing loaded from elsewhere, made to be printed. */
final class ChargebackPage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Amazon Bedrock chargeback %1$s</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 2rem auto;
              max-width: 72rem; padding: 0 1rem; }
            h1 { font-size: 1.6rem; margin: 0; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .4rem; }
            p { margin: .3rem 0; }
            .sub { color: #555; }
            table { border-collapse: collapse; width: 100%%; margin: .6rem 0; }
            caption { text-align: left; color: #555; padding-bottom: .2rem; }
            th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top;
              overflow-wrap: anywhere; }
            thead th { border-bottom: 2px solid #444; }
            .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            tfoot td, tfoot th { border-top: 2px solid #444; font-weight: 600; }
            .note { border-left: 4px solid #b45309; padding: .1rem .7rem; }
            @media print {
              body { margin: 0; max-width: none; font-size: 10pt; }
              thead { display: table-header-group; }
              tr, .note { break-inside: avoid; }
              h2 { break-after: avoid; }
            }
            </style>
            </head>
            <body>
            <h1>Amazon Bedrock chargeback %1$s</h1>
            """;

    private static final String FIGURE_HEADINGS = """
            <th scope="col" class="n">Requests</th>\
            <th scope="col" class="n">Input tokens</th>\
            <th scope="col" class="n">Output tokens</th>\
            <th scope="col" class="n">Cached tokens read</th>\
            <th scope="col" class="n">Cached tokens written</th>\
            <th scope="col" class="n">Unpriced</th>\
            <th scope="col" class="n">Cost (USD)</th>\
            <th scope="col" class="n">Share</th></tr></thead>
            """;

    private final ChargebackSettings settings;
    private final Chargeback figures;
    private final ReportCoverage coverage;

    ChargebackPage(ChargebackSettings settings, Chargeback figures, ReportCoverage coverage) {
        this.settings = settings;
        this.figures = figures;
        this.coverage = coverage;
    }

    void write(Writer out) throws IOException {
        Html html = new Html(out);
        html.markup(HEAD.formatted(settings.month()));
        html.markup("<p class=\"sub\">As of ")
                .value(coverage.asOf().truncatedTo(ChronoUnit.SECONDS).toString())
                .markup(". Months are cut in ")
                .value(
                        settings.zone().normalized() == ZoneOffset.UTC
                                ? "UTC"
                                : settings.zone().getId())
                .markup(
                        ". Estimate at list price, not an invoice. Amounts are rounded to the cent here and exact in the"
                                + " table export.</p>\n");
        summary(html);
        for (CostCentre costCentre : figures.costCentres()) {
            section(html, costCentre);
        }
        coverage(html);
        html.markup("</body>\n</html>\n");
    }

    private void summary(Html html) throws IOException {
        if (figures.costCentres().isEmpty()) {
            html.markup("<p class=\"note\">No usage was recorded in this month.</p>\n");
            return;
        }
        html.markup("<table><caption>All cost centres</caption><thead><tr><th scope=\"col\">")
                .value(settings.costCentre())
                .markup("</th>")
                .markup(FIGURE_HEADINGS)
                .markup("<tbody>\n");
        for (CostCentre costCentre : figures.costCentres()) {
            html.markup("<tr>").cell(costCentre.name());
            figures(html, costCentre.totals()).markup("</tr>\n");
        }
        html.markup("</tbody><tfoot><tr><th scope=\"row\">Total</th>");
        figures(html, figures.total()).markup("</tr></tfoot></table>\n");
    }

    private void section(Html html, CostCentre costCentre) throws IOException {
        html.markup("<h2>").value(costCentre.name()).markup(": ");
        html.markup(Html.escape(Figures.dollars(costCentre.totals().cost()))).markup(" USD</h2>\n");
        for (String note : notes(costCentre)) {
            html.markup("<p class=\"note\">").value(note).markup("</p>\n");
        }
        html.markup("<table><thead><tr>");
        for (String key : settings.breakdown()) {
            html.markup("<th scope=\"col\">").value(key).markup("</th>");
        }
        html.markup(FIGURE_HEADINGS).markup("<tbody>\n");
        for (Line line : costCentre.lines()) {
            html.markup("<tr>");
            for (String value : line.values()) {
                html.cell(value);
            }
            figures(html, line.totals()).markup("</tr>\n");
        }
        html.markup("</tbody></table>\n");
    }

    private Html figures(Html html, Totals totals) throws IOException {
        return html.figure(Figures.count(totals.requests()))
                .figure(Figures.count(totals.quantities().inputTokens()))
                .figure(Figures.count(totals.quantities().outputTokens()))
                .figure(Figures.count(totals.quantities().cacheReadTokens()))
                .figure(Figures.count(totals.quantities().cacheWriteTokens()))
                .figure(Figures.count(totals.unpriced()))
                .figure(Figures.dollars(totals.cost()))
                .figure(Figures.share(totals.cost(), figures.total().cost())
                        .map(BigDecimal::toPlainString)
                        .map(share -> share + " %")
                        .orElse(""));
    }

    private static List<String> notes(CostCentre costCentre) {
        List<String> notes = new ArrayList<>();
        Totals totals = costCentre.totals();
        if (costCentre.name().equals(Dimensions.UNATTRIBUTED)) {
            notes.add("No source named a cost centre for these requests.");
        }
        if (costCentre.name().equals(Dimensions.OTHER)) {
            notes.add(
                    "These requests were over the configured number of cells; their cost centres were not kept apart.");
        }
        if (totals.unpriced() != 0) {
            notes.add(Figures.count(totals.unpriced()) + " of " + Figures.count(totals.requests())
                    + " requests have no price: their tokens are counted, their cost is not in the amount.");
        }
        if (totals.unattributed() != 0 && !costCentre.name().equals(Dimensions.UNATTRIBUTED)) {
            notes.add(Figures.count(totals.unattributed()) + " of " + Figures.count(totals.requests())
                    + " requests carry no tags at all; a default assigned them here.");
        }
        return notes;
    }

    private void coverage(Html html) throws IOException {
        Totals total = figures.total();
        html.markup("<h2>Coverage</h2>\n<ul>\n");
        html.markup("<li>")
                .value("%s requests, of which %s failed, %s have no price and %s carry no tags."
                        .formatted(
                                Figures.count(total.requests()),
                                Figures.count(total.errors()),
                                Figures.count(total.unpriced()),
                                Figures.count(total.unattributed())))
                .markup("</li>\n");
        for (String note : coverage.notes()) {
            html.markup("<li>").value(note).markup("</li>\n");
        }
        for (String blindSpot : ReportCoverage.BLIND_SPOTS) {
            html.markup("<li>").value(blindSpot).markup("</li>\n");
        }
        html.markup("</ul>\n");
    }
}
