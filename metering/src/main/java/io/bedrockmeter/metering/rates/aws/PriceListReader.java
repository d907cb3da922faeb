package io.bedrockmeter.metering.rates.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.rates.InvalidRateCardsException;
import io.bedrockmeter.metering.rates.Price;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Streams a price list in any of its forms: a bulk offer file, one or more GetProducts answers after another, or a bare
 * list of products; products as objects or as JSON inside strings. Memory grows with the number of SKUs only.
 */
final class PriceListReader {

    /** SKUs read from one file. All of Bedrock has some ten thousand. */
    private static final int MAX_SKUS = 500_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(64)
                    .build())
            .build());

    private final PriceListContent content = new PriceListContent();

    /** One copy of each attribute that many SKUs share. */
    private final Map<String, String> shared = new HashMap<>();

    private String serviceCode = "";
    private String version = "";

    private PriceListReader() {}

    /**
     * Reads to the end.
     *
     * @throws InvalidRateCardsException when it is cut off, empty or no price list, or contradicts itself
     */
    static PriceListContent read(String name, InputStream in) throws IOException {
        PriceListReader reader = new PriceListReader();
        try (JsonParser parser = JSON.createParser(in)) {
            while (parser.nextToken() != null) {
                reader.root(parser);
            }
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new InvalidRateCardsException(name, List.of(line + e.getOriginalMessage()));
        }
        if (reader.content.size() == 0) {
            reader.content.problem("expected products of an offer file or a PriceList of GetProducts, found none");
        }
        if (!reader.content.problems().isEmpty()) {
            throw new InvalidRateCardsException(name, reader.content.problems());
        }
        return reader.content;
    }

    private void root(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            items(parser);
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            content.problem("line " + parser.currentLocation().getLineNr() + ": expected a JSON object or list");
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "offerCode" -> serviceCode = parser.getValueAsString("");
                case "version" -> version = parser.getValueAsString("");
                case "products" -> products(parser);
                case "terms" -> terms(parser);
                case "PriceList" -> items(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void products(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            product(JSON.readTree(parser), serviceCode, version);
        }
    }

    /** {@code terms: {OnDemand: {SKU: {TERM: {...}}}}}; other kinds of terms are no on-demand prices. */
    private void terms(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean onDemand = parser.currentName().equals("OnDemand");
            parser.nextToken();
            if (!onDemand) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String sku = parser.currentName();
                parser.nextToken();
                skuTerms(sku, JSON.readTree(parser));
            }
        }
    }

    private void items(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            long line = parser.currentLocation().getLineNr();
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                textItem(parser.getText(), line);
            } else {
                item(JSON.readTree(parser), line);
            }
        }
    }

    private void textItem(String text, long line) {
        try {
            item(JSON.readTree(text), line);
        } catch (JsonProcessingException e) {
            content.problem("line " + line + ": an entry of PriceList is no JSON: " + e.getOriginalMessage());
        }
    }

    private void item(JsonNode item, long line) {
        if (!item.path("product").isObject()) {
            content.problem("line " + line + ": expected a product with its terms");
            return;
        }
        product(item.path("product"), text(item, "serviceCode"), text(item, "version"));
        skuTerms(text(item.path("product"), "sku"), item.path("terms").path("OnDemand"));
    }

    private void product(JsonNode product, String code, String publication) {
        JsonNode attributes = product.path("attributes");
        String sku = text(product, "sku");
        if (sku.isEmpty()) {
            content.problem("a product without SKU, usage type " + text(attributes, "usagetype"));
            return;
        }
        if (content.size() >= MAX_SKUS) {
            throw new InvalidRateCardsException("price list", List.of("more than " + MAX_SKUS + " SKUs"));
        }
        String model = text(attributes, "model");
        content.add(new Product(
                sku,
                share(code.isEmpty() ? text(attributes, "servicecode") : code),
                share(publication),
                share(text(attributes, "usagetype")),
                share(text(attributes, "regionCode")),
                share(model.isEmpty() ? text(attributes, "titanModel") : model),
                share(text(attributes, "servicename")),
                share(text(attributes, "feature"))));
    }

    private String share(String text) {
        String known = shared.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private void skuTerms(String sku, JsonNode terms) {
        for (JsonNode term : terms) {
            Optional<Instant> from = instant(text(term, "effectiveDate"));
            if (from.isEmpty()) {
                content.problem(
                        "SKU " + sku + ": expected an effectiveDate, got \"" + text(term, "effectiveDate") + "\"");
                continue;
            }
            for (Map.Entry<String, JsonNode> dimension :
                    term.path("priceDimensions").properties()) {
                price(sku, from.get(), dimension.getValue());
            }
        }
    }

    private void price(String sku, Instant from, JsonNode dimension) {
        JsonNode prices = dimension.path("pricePerUnit");
        if (!prices.has("USD")) {
            content.problem("SKU " + sku + ": expected a price in USD, got " + currencies(prices));
            return;
        }
        Optional<BigDecimal> usd = Price.parse(prices.path("USD").asText());
        if (usd.isEmpty()) {
            content.problem("SKU " + sku + ": expected a decimal price of 0 or more");
            return;
        }
        String begin = text(dimension, "beginRange");
        String end = text(dimension, "endRange");
        boolean whole = (begin.isEmpty() || begin.equals("0")) && (end.isEmpty() || end.equals("Inf"));
        content.add(sku, new Term(from, share(text(dimension, "unit")), usd.get(), whole));
    }

    private static String currencies(JsonNode prices) {
        StringBuilder names = new StringBuilder();
        prices.fieldNames()
                .forEachRemaining(
                        name -> names.append(names.isEmpty() ? "" : ", ").append(name));
        return names.isEmpty() ? "none" : names.toString();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
