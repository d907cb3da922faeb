package io.bedrockmeter.metering.export;

import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Months of ledger entries with everything that happens in real ones: corrections, corrections of corrections, requests
 * that are priced later, failed ones, several rates of one model, awkward tag values; in random order.
 */
public final class GeneratedLedger {

    /** Values that break careless writers. */
    public static final List<String> TEAMS = List.of(
            "search",
            "",
            "a,b",
            "say \"hi\"",
            "two\r\nlines",
            "one\nfeed",
            "=cmd|' /C calc'!A0",
            "+1",
            "-2+3",
            "@SUM(1)",
            "\tTab",
            "'=quoted",
            " padded ",
            "日本語 søk 🚀",
            "<script>alert(1)</script>",
            "null",
            "NULL",
            "\\N",
            "{\"a\":1}",
            "\uFEFFbom",
            "UNATTRIBUTED");

    private static final Instant FIRST = Instant.parse("2026-10-31T22:00:00Z");
    private static final long SPAN_MS = 32L * 24 * 3_600_000;
    private static final List<String> MODELS =
            List.of("anthropic.claude-sonnet-4-6", "amazon.nova-micro-v1:0", "arn:aws:bedrock:us-east-1:1:prompt/p");
    private static final List<String> RATES =
            List.of("0.000003", "0.00000000875", "0.0000165", "0", "0.000000000001", "0.00000000000035");

    private final Random random;

    public GeneratedLedger(long seed) {
        this.random = new Random(seed);
    }

    /** Entries of some requests, shuffled. */
    public List<LedgerEntry> entries(int requests) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            request("r" + i, entries);
        }
        Collections.shuffle(entries, random);
        return entries;
    }

    private void request(String id, List<LedgerEntry> to) {
        Instant time = FIRST.plusMillis((long) (random.nextDouble() * SPAN_MS));
        LedgerEntry last = entry(id, 1, EntryReason.FIRST, time);
        to.add(last);
        for (int revision = 2; random.nextInt(3) == 0; revision++) {
            to.add(last.reversal(revision, EntryReason.TAG_EVENT, last.bookedAt(), ""));
            last = entry(id, revision, EntryReason.TAG_EVENT, time);
            to.add(last);
        }
    }

    private LedgerEntry entry(String id, int revision, EntryReason reason, Instant time) {
        boolean failed = random.nextInt(10) == 0;
        Quantities quantities = failed ? Quantities.NONE : quantities();
        Dimensions cell = cell();
        return new LedgerEntry(
                id,
                revision,
                1,
                reason,
                time,
                cell,
                List.of(new AttributedTag("Team", cell.tags().getOrDefault("Team", ""), TagSource.TAG_EVENT, false)),
                failed,
                quantities,
                random.nextInt(6) == 0 ? unpriced() : priced(cell, quantities));
    }

    private Quantities quantities() {
        Quantities.Builder quantities = Quantities.builder();
        for (Unit unit : Unit.values()) {
            if (random.nextInt(4) == 0) {
                quantities.set(unit, random.nextInt(5) == 0 ? random.nextInt(2_000_000_000) : random.nextInt(1_000));
            }
        }
        return quantities.build();
    }

    private Dimensions cell() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Application", random.nextBoolean() ? "chat" : Dimensions.UNATTRIBUTED);
        tags.put("CostCenter", "cc-" + random.nextInt(3));
        tags.put("Environment", "prod");
        tags.put("Team", pick(TEAMS));
        return new Dimensions(
                tags,
                random.nextBoolean() ? "111122223333" : Dimensions.UNKNOWN,
                random.nextBoolean() ? "us-east-1" : "xx-new-1",
                pick(MODELS),
                pick(TEAMS.subList(2, TEAMS.size())),
                random.nextBoolean() ? "regional" : "global",
                random.nextBoolean()
                        ? Dimensions.NONE
                        : "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p24",
                Dimensions.NONE,
                "arn:aws:iam::111122223333:role/R" + random.nextInt(2),
                "Converse",
                "default");
    }

    private Rating unpriced() {
        return new Rating.Unpriced(pick(List.of(UnpricedReason.values())), "detail " + random.nextInt());
    }

    private Rating priced(Dimensions cell, Quantities quantities) {
        List<Charge> charges = new ArrayList<>();
        Money listTotal = Money.ZERO;
        Money total = Money.ZERO;
        Optional<AppliedDiscount> discount = random.nextInt(3) == 0
                ? Optional.of(new AppliedDiscount(
                        new BigDecimal(pick(List.of("0", "25", "33.3"))), "*", cell.model(), "contract", "7"))
                : Optional.empty();
        for (Unit unit : Unit.values()) {
            long quantity = quantities.get(unit);
            if (quantity != 0) {
                BigDecimal rate = new BigDecimal(pick(RATES));
                Money listCost = Money.product(quantity, random.nextBoolean() ? rate : rate.setScale(20));
                Money cost = discount.map(less -> Money.product(quantity, less.off(rate)))
                        .orElse(listCost);
                charges.add(new Charge(unit, quantity, rate, listCost, cost));
                listTotal = listTotal.plus(listCost);
                total = total.plus(cost);
            }
        }
        return new Rating.Priced(
                cell.model(),
                Scope.REGIONAL,
                "default",
                random.nextBoolean(),
                random.nextBoolean(),
                RateLayer.BUNDLED,
                "bundled",
                "2026-11-" + (1 + random.nextInt(2)),
                charges,
                listTotal,
                total,
                discount);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
