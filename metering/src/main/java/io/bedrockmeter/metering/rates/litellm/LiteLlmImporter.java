package io.bedrockmeter.metering.rates.litellm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.rates.ImportResult;
import io.bedrockmeter.metering.rates.InvalidRateCardsException;
import io.bedrockmeter.metering.rates.Per;
import io.bedrockmeter.metering.rates.Price;
import io.bedrockmeter.metering.rates.UnmappedRow;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns the Bedrock entries of LiteLLM's price file into rate cards. Every entry or field that becomes no card is listed.
 * The file is undated, so the caller says from when on its prices are taken to hold.
 */
public final class LiteLlmImporter {

    /** What cards from this file name as their source. */
    public static final String SOURCE = "LiteLLM model_prices_and_context_window.json";

    /** Largest file read, bytes; the real one has about 1.5 MB. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final RateLayer layer;
    private final String version;
    private final Instant effectiveFrom;

    /**
     * @param layer layer of the cards
     * @param version version of the cards, for example the date of the file
     * @param effectiveFrom when they start to hold
     */
    public LiteLlmImporter(RateLayer layer, String version, Instant effectiveFrom) {
        this.layer = layer;
        this.version = version;
        this.effectiveFrom = effectiveFrom;
    }

    /**
     * Reads a file to its end.
     *
     * @param name what to call it in messages
     * @throws InvalidRateCardsException when it is cut off, no price file or has no Bedrock entry
     * @throws IOException when it cannot be read
     */
    public ImportResult read(String name, InputStream in) throws IOException {
        JsonNode root = parse(name, in);
        List<String> problems = new ArrayList<>();
        List<UnmappedRow> unmapped = new ArrayList<>();
        Map<String, ModelEntries> models = new TreeMap<>();
        int bedrock = 0;
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getValue().path("litellm_provider").asText("").startsWith("bedrock")) {
                bedrock++;
                add(entry.getKey(), entry.getValue(), models, unmapped, problems);
            }
        }
        if (bedrock == 0) {
            problems.add("expected entries with a litellm_provider that starts with bedrock, found none");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRateCardsException(name, problems);
        }
        List<RateSchedule> schedules = new ArrayList<>();
        models.forEach((model, entries) -> {
            List<RateCard> cards = cards(entries.place(unmapped));
            if (!cards.isEmpty()) {
                schedules.add(new RateSchedule(model, cards));
            }
        });
        return new ImportResult(schedules, unmapped);
    }

    private static JsonNode parse(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new InvalidRateCardsException(name, List.of("larger than " + MAX_BYTES + " bytes"));
        }
        try {
            JsonNode root = JSON.readTree(bytes);
            if (!root.isObject()) {
                throw new InvalidRateCardsException(name, List.of("expected a JSON object of models"));
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new InvalidRateCardsException(
                    name,
                    List.of("line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()) + ": "
                            + e.getOriginalMessage()));
        } catch (NumberFormatException e) {
            // Jackson lets this one through for an exponent beyond what a BigDecimal holds.
            throw new InvalidRateCardsException(name, List.of(e.getMessage()));
        }
    }

    private static void add(
            String key,
            JsonNode node,
            Map<String, ModelEntries> models,
            List<UnmappedRow> unmapped,
            List<String> problems) {
        EntryKey parsed = EntryKey.of(key);
        Optional<String> model = model(parsed);
        if (parsed instanceof EntryKey.Skipped skipped) {
            unmapped.add(new UnmappedRow(key, skipped.reason()));
        }
        if (model.isPresent()) {
            Entry entry = new Entry(key, prices(key, node, unmapped, problems));
            if (!entry.prices().isEmpty()) {
                models.computeIfAbsent(model.get(), m -> new ModelEntries()).add(parsed, entry);
            }
        }
    }

    private static Optional<String> model(EntryKey key) {
        if (key instanceof EntryKey.Bare bare) {
            return Optional.of(bare.model());
        }
        if (key instanceof EntryKey.Routed routed) {
            return Optional.of(routed.model());
        }
        if (key instanceof EntryKey.Global global) {
            return Optional.of(global.model());
        }
        if (key instanceof EntryKey.Geographic geographic) {
            return Optional.of(geographic.model());
        }
        return key instanceof EntryKey.Regional regional ? Optional.of(regional.model()) : Optional.empty();
    }

    private static Map<PriceField, BigDecimal> prices(
            String key, JsonNode node, List<UnmappedRow> unmapped, List<String> problems) {
        Map<PriceField, BigDecimal> prices = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            if (!PriceField.isPrice(name)) {
                continue;
            }
            Optional<PriceField> field = PriceField.of(name);
            Optional<BigDecimal> price = Price.parse(property.getValue().asText());
            if (field.isEmpty()) {
                unmapped.add(new UnmappedRow(key, name + " has no unit in rate cards"));
            } else if (price.isEmpty()) {
                problems.add(key + "." + name + ": expected a decimal number of 0 or more");
            } else if (price.get().signum() == 0 && !believableZero(field.get(), node)) {
                unmapped.add(new UnmappedRow(key, name + " of 0 is not believed"));
            } else {
                prices.put(field.get(), field.get().perUnit(price.get()));
            }
        }
        return prices;
    }

    /**
     * A price of 0 for what a model reads or writes mostly means that nobody entered one (previews), or that another unit
     * is billed (rerank). Embedding models have no output to bill.
     */
    private static boolean believableZero(PriceField field, JsonNode node) {
        return switch (field.unit()) {
            case INPUT_TOKEN -> false;
            case OUTPUT_TOKEN -> node.path("mode").asText("").equals("embedding");
            default -> true;
        };
    }

    private List<RateCard> cards(List<ModelEntries.Placed> placed) {
        List<RateCard> cards = new ArrayList<>();
        for (ModelEntries.Placed place : placed) {
            place.entry()
                    .prices()
                    .forEach((field, price) -> cards.add(new RateCard(
                            place.scope(),
                            place.region(),
                            field.tier(),
                            field.unit(),
                            field.minPromptTokens(),
                            Per.ONE.perUnit(price),
                            effectiveFrom,
                            Optional.empty(),
                            layer,
                            SOURCE,
                            version)));
        }
        return cards;
    }
}
