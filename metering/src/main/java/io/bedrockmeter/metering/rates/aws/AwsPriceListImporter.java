package io.bedrockmeter.metering.rates.aws;

import io.bedrockmeter.metering.rates.ImportResult;
import io.bedrockmeter.metering.rates.InvalidRateCardsException;
import io.bedrockmeter.metering.rates.Per;
import io.bedrockmeter.metering.rates.RateCardMerge;
import io.bedrockmeter.metering.rates.RateKey;
import io.bedrockmeter.metering.rates.UnmappedRow;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Turns AWS price lists into rate cards of layer {@link RateLayer#AWS_PRICE_LIST} (docs/rate-cards.md, "AWS price lists").
 * Every SKU becomes a card or a listed row with the reason.
 */
public final class AwsPriceListImporter {

    private static final String SOURCE = "AWS price list ";

    /** Prompt tokens above which Anthropic's models cost more. Price lists do not say it, so other providers' is unknown. */
    private static final Map<String, Long> LONG_CONTEXT_ABOVE = Map.of("anthropic", 200_000L);

    /** A card with the row it came from. */
    private record Candidate(Product product, UsageType usage, RateCard card) {}

    private record Place(String model, RateKey key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::model).thenComparing(Place::key).compare(this, other);
        }
    }

    private final ModelNames names;

    public AwsPriceListImporter(ModelNames names) {
        this.names = names;
    }

    /**
     * Reads a file to its end.
     *
     * @param name what to call it in messages
     * @throws InvalidRateCardsException when it is cut off, empty, in another currency or contradicts itself
     * @throws IOException when it cannot be read
     */
    public ImportResult read(String name, InputStream in) throws IOException {
        PriceListContent content = PriceListReader.read(name, in);
        List<UnmappedRow> unmapped = new ArrayList<>();
        Map<Place, List<Candidate>> candidates = new TreeMap<>();
        for (Product product : content.products()) {
            candidate(product, content.terms(product.sku()), candidates, unmapped);
        }
        Map<String, List<RateCard>> cards = new TreeMap<>();
        candidates.forEach((place, rivals) ->
                cards.computeIfAbsent(place.model(), model -> new ArrayList<>()).addAll(decide(rivals, unmapped)));
        cards.values().removeIf(List::isEmpty);
        List<RateSchedule> schedules = new ArrayList<>();
        cards.forEach((model, modelCards) -> schedules.add(new RateSchedule(model, modelCards)));
        return new ImportResult(
                List.copyOf(RateCardMerge.merge(Map.of(), schedules).values()), unmapped);
    }

    private void candidate(
            Product product, List<Term> terms, Map<Place, List<Candidate>> candidates, List<UnmappedRow> unmapped) {
        Optional<UsageType> usage = UsageType.parse(product.usageType());
        if (usage.isEmpty() || product.isForOwnCapacity()) {
            unmapped.add(new UnmappedRow(product.row(), "not a price of on-demand tokens"));
            return;
        }
        Optional<String> wrong = problemOf(product, terms);
        if (wrong.isPresent()) {
            unmapped.add(new UnmappedRow(product.row(), wrong.get()));
            return;
        }
        List<String> models = models(product, usage.get());
        if (models.size() != 1) {
            unmapped.add(new UnmappedRow(product.row(), unknownName(product, usage.get(), models)));
            return;
        }
        for (Term term : terms) {
            card(product, usage.get(), models.get(0), term, unmapped)
                    .ifPresent(card -> candidates
                            .computeIfAbsent(new Place(models.get(0), RateKey.of(card)), place -> new ArrayList<>(1))
                            .add(new Candidate(product, usage.get(), card)));
        }
    }

    private static Optional<String> problemOf(Product product, List<Term> terms) {
        if (product.region().isEmpty()) {
            return Optional.of("names no Region");
        }
        if (terms.isEmpty()) {
            return Optional.of("has no on-demand price");
        }
        return terms.stream().allMatch(Term::wholeRange)
                ? Optional.empty()
                : Optional.of("has steps of a volume discount");
    }

    private static String unknownName(Product product, UsageType usage, List<String> models) {
        String name = product.modelName().isEmpty() ? usage.label() : product.modelName();
        return "model name \"" + name + "\" "
                + (models.isEmpty() ? "fits no known model id" : "fits several: " + String.join(", ", models));
    }

    /** Rows of bedrock-mantle carry the id itself; others a name, as attribute or in the usage type. */
    private List<String> models(Product product, UsageType usage) {
        if (usage.mantle() && usage.label().indexOf('.') > 0) {
            return List.of(usage.label());
        }
        return names.ids(product.modelName().isEmpty() ? usage.label() : product.modelName());
    }

    private static Optional<RateCard> card(
            Product product, UsageType usage, String model, Term term, List<UnmappedRow> unmapped) {
        Optional<Per> per = per(term.unit(), usage.unit());
        Long longContextAbove = LONG_CONTEXT_ABOVE.get(model.substring(0, Math.max(0, model.indexOf('.'))));
        if (per.isEmpty()) {
            unmapped.add(new UnmappedRow(product.row(), "unknown unit \"" + term.unit() + "\""));
            return Optional.empty();
        }
        if (usage.longContext() && longContextAbove == null) {
            unmapped.add(new UnmappedRow(product.row(), "long-context price, and the limit of the model is not known"));
            return Optional.empty();
        }
        BigDecimal usd = per.get().perUnit(term.usd());
        return Optional.of(new RateCard(
                usage.scope(),
                product.region(),
                usage.tier(),
                usage.unit(),
                usage.longContext() && longContextAbove != null ? longContextAbove : 0,
                usd,
                term.effectiveFrom(),
                Optional.empty(),
                RateLayer.AWS_PRICE_LIST,
                SOURCE + product.serviceCode(),
                product.version()));
    }

    /** Marketplace rows call a million tokens "Units". */
    private static Optional<Per> per(String unit, Unit counted) {
        boolean tokens = Per.customary(counted) == Per.MILLION;
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "1k tokens" -> tokens ? Optional.of(Per.THOUSAND) : Optional.empty();
            case "1m tokens", "units" -> tokens ? Optional.of(Per.MILLION) : Optional.empty();
            case "search units", "search unit", "searchunits" ->
                counted == Unit.SEARCH_UNIT ? Optional.of(Per.ONE) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /**
     * The cards of several rows for the same thing: rows of the runtime endpoint before those of bedrock-mantle; the SKU
     * that holds first where all agree; none where they do not.
     */
    private static List<RateCard> decide(List<Candidate> rivals, List<UnmappedRow> unmapped) {
        List<Candidate> runtime =
                rivals.stream().filter(rival -> !rival.usage().mantle()).toList();
        Map<Product, List<RateCard>> bySku = bySku(runtime.isEmpty() ? rivals : runtime);
        Map.Entry<Product, List<RateCard>> first = bySku.entrySet().iterator().next();
        boolean agree = bySku.values().stream().allMatch(cards -> samePrices(cards, first.getValue()));
        bySku(rivals).forEach((product, cards) -> {
            if (!agree) {
                unmapped.add(new UnmappedRow(product.row(), "several SKUs name different prices for the same use"));
            } else if (!samePrices(cards, first.getValue())) {
                unmapped.add(new UnmappedRow(
                        product.row(),
                        "differs from the price of the runtime endpoint, "
                                + first.getKey().sku()));
            }
        });
        return agree ? first.getValue() : List.of();
    }

    /** The dated cards of each SKU, the SKU that holds first in front. */
    private static Map<Product, List<RateCard>> bySku(List<Candidate> rivals) {
        return rivals.stream()
                .sorted(Comparator.comparing((Candidate rival) -> rival.card().effectiveFrom())
                        .thenComparing(rival -> rival.product().sku()))
                .collect(Collectors.groupingBy(
                        Candidate::product,
                        LinkedHashMap::new,
                        Collectors.mapping(Candidate::card, Collectors.toList())));
    }

    private static boolean samePrices(List<RateCard> some, List<RateCard> others) {
        return some.stream()
                .map(RateCard::usdPerUnit)
                .toList()
                .equals(others.stream().map(RateCard::usdPerUnit).toList());
    }
}
