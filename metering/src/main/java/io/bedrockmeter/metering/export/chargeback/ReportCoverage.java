package io.bedrockmeter.metering.export.chargeback;

import java.time.Instant;
import java.util.List;

/**
 * How far the numbers of a report can be trusted.
 *
 * @param asOf when they were read
 * @param notes what else is known about freshness and refused input, for readers, for example that records wait in the
 *     dead letters
 */
public record ReportCoverage(Instant asOf, List<String> notes) {

    /** What no report of logged usage can contain. */
    static final List<String> BLIND_SPOTS = List.of(
            "Amounts are estimates at list price from model invocation logs. They are not an invoice: taxes, support,"
                    + " credits and negotiated discounts are not in them.",
            "Not in the logs, and so not in this report: calls to bedrock-mantle without usage events, batch inference,"
                    + " provisioned and reserved throughput, model customisation, and Regions or accounts in which"
                    + " logging is off.",
            "Knowledge that arrives later (tags, prices, profiles) restates the month: a later report replaces this one.");

    public ReportCoverage {
        notes = List.copyOf(notes);
    }
}
