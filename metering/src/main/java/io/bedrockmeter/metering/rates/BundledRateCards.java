package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.RateSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The prices shipped with bedrock-meter: a dated snapshot of LiteLLM's price file by the rules of
 * docs/decisions/0002-bundled-prices.md. Good enough to start with; AWS price lists and overrides are stronger.
 */
public final class BundledRateCards {

    private static final String RESOURCE = "/rates/bundled.yaml";

    private BundledRateCards() {}

    /** One schedule per model. Reads the resource on every call: keep the answer. */
    public static List<RateSchedule> load() {
        return file().schedules();
    }

    /** The bundled file with its source and version. */
    public static RateCardFile file() {
        try (InputStream in = BundledRateCards.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return RateCardReader.read("bundled rate cards", in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
