package io.bedrockmeter.metering.rates.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was read of a price list so far: SKUs, their prices, and what contradicts. Not thread-safe. */
final class PriceListContent {

    private final Map<String, Product> products = new LinkedHashMap<>();
    private final Map<String, List<Term>> terms = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    void add(Product product) {
        Product known = products.putIfAbsent(product.sku(), product);
        if (known != null && !known.equals(product)) {
            problems.add("SKU " + product.sku() + " is listed twice with different attributes: " + known.usageType()
                    + " and " + product.usageType());
        }
    }

    void add(String sku, Term term) {
        List<Term> known = terms.computeIfAbsent(sku, key -> new ArrayList<>(1));
        for (Term other : known) {
            if (other.equals(term)) {
                return;
            }
            if (other.wholeRange() && term.wholeRange() && other.effectiveFrom().equals(term.effectiveFrom())) {
                problems.add("SKU " + sku + " has two on-demand prices for the same time, "
                        + other.usd().toPlainString() + " and " + term.usd().toPlainString() + " USD");
            }
        }
        known.add(term);
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** How many SKUs have been read. */
    int size() {
        return products.size();
    }

    Iterable<Product> products() {
        return products.values();
    }

    List<Term> terms(String sku) {
        return terms.getOrDefault(sku, List.of());
    }

    List<String> problems() {
        return problems;
    }
}
