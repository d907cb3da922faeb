package io.bedrockmeter.metering.rates.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Price lists in AWS's own forms, from rows: the captured samples keep all their rows only in flattened form. */
final class PriceLists {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One SKU with one price. */
    record Row(
            String sku,
            String usageType,
            String model,
            String serviceName,
            String feature,
            String unit,
            String usd,
            String effectiveDate) {

        Row withSku(String other) {
            return new Row(other, usageType, model, serviceName, feature, unit, usd, effectiveDate);
        }

        Row withUsd(String other) {
            return new Row(sku, usageType, model, serviceName, feature, unit, other, effectiveDate);
        }

        Row withUsageType(String other) {
            return new Row(sku, other, model, serviceName, feature, unit, usd, effectiveDate);
        }

        Row withUnit(String other) {
            return new Row(sku, usageType, model, serviceName, feature, other, usd, effectiveDate);
        }

        Row withEffectiveDate(String other) {
            return new Row(sku, usageType, model, serviceName, feature, unit, usd, other);
        }
    }

    private PriceLists() {}

    /** A Claude row as the marketplace service lists it. */
    static Row claude(String sku, String usageType, String usd) {
        return new Row(
                sku,
                usageType,
                "",
                "Claude Sonnet 4.6 (Amazon Bedrock Edition)",
                "",
                "Units",
                usd,
                "2026-03-01T00:00:00Z");
    }

    /** Every row of a captured sample. */
    static List<Row> sample(String name) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : sampleJson(name).path("_all_rows_flattened")) {
            rows.add(new Row(
                    text(row, "sku"),
                    text(row, "usagetype"),
                    text(row, "model"),
                    text(row, "servicename"),
                    text(row, "feature"),
                    text(row, "unit"),
                    text(row, "usd"),
                    text(row, "effectiveDate")));
        }
        return rows;
    }

    private static JsonNode sampleJson(String name) {
        try (InputStream in = sampleStream(name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A captured sample as it is: a GetProducts answer with one product. */
    static InputStream sampleStream(String name) {
        return Objects.requireNonNull(
                PriceLists.class.getResourceAsStream("/rates/aws/pricing-getproducts-" + name + ".json"));
    }

    /** The rows as GetProducts answers them: products as JSON inside strings. */
    static String getProducts(String version, List<Row> rows) {
        ObjectNode answer = JSON.createObjectNode().put("FormatVersion", "aws_v1");
        ArrayNode list = answer.putArray("PriceList");
        for (Row row : rows) {
            ObjectNode item = JSON.createObjectNode();
            item.set("product", product(row));
            item.put("serviceCode", "AmazonBedrockFoundationModels");
            item.putObject("terms").putObject("OnDemand").set(row.sku() + ".T", term(row, "USD"));
            item.put("version", version);
            list.add(item.toString());
        }
        return answer.toPrettyString();
    }

    /** The rows as a bulk offer file. */
    static String offerFile(String version, List<Row> rows, String currency) {
        ObjectNode offer = JSON.createObjectNode()
                .put("formatVersion", "v1.0")
                .put("offerCode", "AmazonBedrockFoundationModels")
                .put("version", version);
        ObjectNode products = offer.putObject("products");
        ObjectNode onDemand = offer.putObject("terms").putObject("OnDemand");
        for (Row row : rows) {
            products.set(row.sku(), product(row));
            onDemand.putObject(row.sku()).set(row.sku() + ".T", term(row, currency));
        }
        return offer.toPrettyString();
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode product(Row row) {
        ObjectNode product = JSON.createObjectNode().put("sku", row.sku());
        ObjectNode attributes = product.putObject("attributes").put("regionCode", "us-east-1");
        attributes.put("usagetype", row.usageType()).put("servicename", row.serviceName());
        if (!row.model().isEmpty()) {
            attributes.put("model", row.model()).put("feature", row.feature());
        }
        return product;
    }

    private static ObjectNode term(Row row, String currency) {
        ObjectNode term = JSON.createObjectNode().put("sku", row.sku()).put("effectiveDate", row.effectiveDate());
        ObjectNode dimension = term.putObject("priceDimensions").putObject(row.sku() + ".T.R");
        dimension.put("unit", row.unit()).put("beginRange", "0").put("endRange", "Inf");
        dimension.putObject("pricePerUnit").put(currency, row.usd());
        return term;
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).isTextual() ? row.path(field).textValue() : "";
    }
}
