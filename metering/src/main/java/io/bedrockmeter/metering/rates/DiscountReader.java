package io.bedrockmeter.metering.rates;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.DiscountCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code discounts} of a file. */
final class DiscountReader {

    private static final Set<String> KEYS = Set.of("account", "model", "percent", "effectiveFrom", "effectiveTo");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** Finer percentages are no agreement anyone makes. */
    private static final int MAX_PLACES = 12;

    /** What a discount is for: one file has at most one for each at any time. */
    private record Target(String account, String model) {
        static Target of(DiscountCard card) {
            return new Target(card.account(), card.model());
        }

        @Override
        public String toString() {
            return "the discount for " + AppliedDiscount.scope(account, model);
        }
    }

    private final String source;
    private final String version;
    private final EffectiveTimes times;
    private final List<String> problems;

    DiscountReader(String source, String version, Optional<Instant> defaultFrom, List<String> problems) {
        this.source = source;
        this.version = version;
        this.times = new EffectiveTimes(defaultFrom);
        this.problems = problems;
    }

    List<DiscountCard> read(Fields file) {
        if (!file.has("discounts")) {
            return List.of();
        }
        Validity<Target, DiscountCard> validity = new Validity<>(Target::of, problems);
        List<DiscountCard> cards = new ArrayList<>();
        int index = 0;
        for (JsonNode node : file.list("discounts")) {
            String path = "discounts[" + index++ + "]";
            card(new Fields(node, path, problems)).ifPresent(card -> {
                validity.add(path, card);
                cards.add(card);
            });
        }
        return cards;
    }

    /** The discount; empty when it has a problem. */
    private Optional<DiscountCard> card(Fields fields) {
        int before = problems.size();
        fields.allow(KEYS);
        String account = account(fields);
        String model = model(fields);
        BigDecimal percent = percent(fields);
        Instant from = times.from(fields);
        Optional<Instant> to = times.to(fields, from);
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new DiscountCard(account, model, percent, from, to, source, version));
    }

    private static String account(Fields fields) {
        String account = fields.text("account").orElse(DiscountCard.ANY);
        if (!account.equals(DiscountCard.ANY) && !ACCOUNT.matcher(account).matches()) {
            fields.problem(
                    "account",
                    "expected an account id of 12 digits, in quotes where it begins with 0, or *, got "
                            + Fields.quoted(fields.node("account")));
        }
        return account;
    }

    private static String model(Fields fields) {
        String model = fields.text("model").orElse(DiscountCard.ANY);
        if (!model.equals(DiscountCard.ANY)) {
            Optional<String> problem =
                    model.isEmpty() ? Optional.of("expected a base model id or *") : ModelKeys.problemOf(model);
            problem.ifPresent(text -> fields.problem("model", text));
        }
        return model;
    }

    private static BigDecimal percent(Fields fields) {
        Optional<BigDecimal> percent = fields.text("percent")
                .flatMap(Price::parse)
                .map(Per::plain)
                .filter(value -> value.compareTo(WHOLE) <= 0 && value.scale() <= MAX_PLACES);
        if (percent.isEmpty()) {
            fields.problem(
                    "percent",
                    "expected a decimal number from 0 to 100 with at most " + MAX_PLACES + " places, got "
                            + Fields.quoted(fields.node("percent")));
        }
        return percent.orElse(BigDecimal.ZERO);
    }
}
