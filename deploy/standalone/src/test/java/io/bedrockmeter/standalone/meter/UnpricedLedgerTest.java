package io.bedrockmeter.standalone.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.standalone.report.UnpricedModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnpricedLedgerTest {

    private final UnpricedLedger ledger = new UnpricedLedger();

    private static LedgerEntry entry(String requestId, String model, UnpricedReason reason, long tokens) {
        Dimensions dimensions = new Dimensions(
                Map.of(), "1", "us-east-1", model, model, "regional", "NONE", "NONE", "UNKNOWN", "Converse", "default");
        return new LedgerEntry(
                requestId,
                1,
                1,
                EntryReason.FIRST,
                Instant.EPOCH,
                dimensions,
                List.of(),
                false,
                Quantities.tokens(tokens, 0),
                new Rating.Unpriced(reason, ""));
    }

    @Test
    void tokens_are_added_up_by_model_and_reason() {
        ledger.add(entry("r1", "a", UnpricedReason.UNKNOWN_MODEL, 5));
        ledger.add(entry("r2", "a", UnpricedReason.UNKNOWN_MODEL, 7));
        ledger.add(entry("r3", "a", UnpricedReason.NO_RATE, 1));

        assertThat(ledger.models())
                .containsExactlyInAnyOrder(
                        new UnpricedModel("a", UnpricedReason.UNKNOWN_MODEL, 2, 12),
                        new UnpricedModel("a", UnpricedReason.NO_RATE, 1, 1));
    }

    @Test
    void what_was_taken_back_is_not_counted() {
        LedgerEntry first = entry("r1", "a", UnpricedReason.UNKNOWN_PROFILE, 5);
        ledger.add(first);

        ledger.add(first.reversal(2, EntryReason.REFERENCE_DATA, first.bookedAt(), ""));

        assertThat(ledger.models()).isEmpty();
    }
}
