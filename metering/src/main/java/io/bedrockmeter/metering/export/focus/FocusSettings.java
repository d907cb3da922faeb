package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.schemas.model.Granularity;
import java.util.Map;

/**
 * What the ledger does not know about the bill, and how fine the rows are.
 *
 * @param chargePeriod {@link Granularity#DAY} or {@link Granularity#HOUR}: the charge period of a row, in UTC
 * @param billingAccountId the payer account; empty to take each row's own account
 * @param billingAccountName its display name, empty when not known
 * @param accountNames display names of accounts by id; an account without one stands by its id
 * @param invoiceIssuer legal entity that invoices
 * @param maxRowsInMemory how many rows are summed in memory before they go to temporary files, 1 or more; about 1 KiB each
 */
public record FocusSettings(
        Granularity chargePeriod,
        String billingAccountId,
        String billingAccountName,
        Map<String, String> accountNames,
        String invoiceIssuer,
        int maxRowsInMemory) {

    /** Daily rows, each account its own payer. */
    public static final FocusSettings DEFAULTS = new FocusSettings(Granularity.DAY, "", "", Map.of(), "AWS", 100_000);

    public FocusSettings {
        accountNames = Map.copyOf(accountNames);
        if (chargePeriod != Granularity.DAY && chargePeriod != Granularity.HOUR) {
            throw new IllegalArgumentException("charge period: expected day or hour, got " + chargePeriod.wireName());
        }
        if (invoiceIssuer.isBlank()) {
            throw new IllegalArgumentException("invoice issuer: expected a name, got nothing");
        }
        if (maxRowsInMemory < 1) {
            throw new IllegalArgumentException("rows in memory: expected 1 or more, got " + maxRowsInMemory);
        }
    }

    /** With another charge period. */
    public FocusSettings withChargePeriod(Granularity newChargePeriod) {
        return new FocusSettings(
                newChargePeriod, billingAccountId, billingAccountName, accountNames, invoiceIssuer, maxRowsInMemory);
    }
}
