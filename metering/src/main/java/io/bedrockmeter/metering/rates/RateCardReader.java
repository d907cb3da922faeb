package io.bedrockmeter.metering.rates;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads rate-card files, YAML or JSON (docs/rate-cards.md, "Our own file format"). A file is taken whole or refused with
 * every problem it has.
 */
public final class RateCardReader {

    /** Largest file read, bytes. The price of every model in every Region takes a fraction of it. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final Set<String> FILE_KEYS =
            Set.of("currency", "layer", "source", "version", "effectiveFrom", "models", "discounts");
    private static final Set<String> MODEL_KEYS = Set.of("model", "cards");

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxNumberLength(64)
            .maxStringLength(65_536)
            .build();

    private static final ObjectMapper JSON = mapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(LIMITS)
            .build());

    private static final ObjectMapper YAML = mapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(LIMITS)
            .loaderOptions(loaderOptions())
            .build());

    private RateCardReader() {}

    /**
     * Reads a file.
     *
     * @throws InvalidRateCardsException when it is no valid rate-card file
     * @throws IOException when it cannot be read
     */
    public static RateCardFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param name what to call it in messages
     * @throws InvalidRateCardsException when it is no valid rate-card file
     * @throws IOException when it cannot be read
     */
    public static RateCardFile read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new InvalidRateCardsException(name, List.of("larger than " + MAX_BYTES + " bytes"));
        }
        List<String> problems = new ArrayList<>();
        RateCardFile file = file(new Fields(parse(name, bytes), "", problems), problems);
        if (!problems.isEmpty()) {
            throw new InvalidRateCardsException(name, problems);
        }
        return file;
    }

    private static JsonNode parse(String name, byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        ObjectMapper mapper = text.stripLeading().startsWith("{") ? JSON : YAML;
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": ";
            throw new InvalidRateCardsException(name, List.of(where + e.getOriginalMessage()));
        } catch (NumberFormatException e) {
            // Jackson lets this one through for an exponent beyond what a BigDecimal holds.
            throw new InvalidRateCardsException(name, List.of(e.getMessage()));
        }
    }

    private static RateCardFile file(Fields file, List<String> problems) {
        file.allow(FILE_KEYS);
        if (!file.required("currency").equals("USD")) {
            file.problem("currency", "expected USD, the only currency prices are kept in");
        }
        RateLayer layer = layer(file);
        String source = file.required("source");
        String version = file.required("version");
        Optional<Instant> effectiveFrom = file.instant("effectiveFrom");
        CardGroupReader groups = new CardGroupReader(layer, source, version, effectiveFrom, problems);
        List<RateSchedule> schedules = new ArrayList<>();
        Set<String> models = new HashSet<>();
        int index = 0;
        for (JsonNode model : models(file)) {
            Fields fields = new Fields(model, "models[" + index++ + "]", problems);
            RateSchedule schedule = schedule(fields, groups, problems);
            if (!schedule.model().isEmpty() && !models.add(schedule.model())) {
                fields.problem("model", "\"" + schedule.model() + "\" is listed twice");
            }
            schedules.add(schedule);
        }
        List<DiscountCard> discounts = new DiscountReader(source, version, effectiveFrom, problems).read(file);
        if (layer != RateLayer.OVERRIDE && file.has("discounts")) {
            file.problem("discounts", "expected in a file of layer override only");
            return new RateCardFile(layer, source, version, schedules);
        }
        return new RateCardFile(layer, source, version, schedules, discounts);
    }

    /** A file may be about discounts alone. */
    private static Iterable<JsonNode> models(Fields file) {
        return file.has("discounts") && !file.has("models") ? List.of() : file.list("models");
    }

    private static RateSchedule schedule(Fields model, CardGroupReader groups, List<String> problems) {
        model.allow(MODEL_KEYS);
        String id = model.required("model");
        ModelKeys.problemOf(id).ifPresent(problem -> model.problem("model", problem));
        Validity<RateKey, RateCard> validity = new Validity<>(RateKey::of, problems);
        List<RateCard> cards = new ArrayList<>();
        int index = 0;
        for (JsonNode group : model.list("cards")) {
            String path = model.path("cards[" + index++ + "]");
            for (RateCard card : groups.read(new Fields(group, path, problems))) {
                validity.add(path, card);
                cards.add(card);
            }
        }
        return new RateSchedule(id, cards);
    }

    private static RateLayer layer(Fields file) {
        String name = file.text("layer").orElse(RateCardWriter.layerName(RateLayer.OVERRIDE));
        for (RateLayer layer : RateLayer.values()) {
            if (RateCardWriter.layerName(layer).equals(name.toLowerCase(Locale.ROOT))) {
                return layer;
            }
        }
        file.problem("layer", "expected override, aws-price-list or bundled");
        return RateLayer.OVERRIDE;
    }

    private static ObjectMapper mapper(JsonFactory factory) {
        return new ObjectMapper(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    }

    private static LoaderOptions loaderOptions() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(32);
        return options;
    }
}
