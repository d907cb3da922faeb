package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;

/**
 * How a unit of the ledger is named, measured and priced in FOCUS (Unit Format attribute).
 *
 * @param meter {@code SkuMeter}
 * @param sku last part of {@code SkuId}
 * @param consumedUnit {@code ConsumedUnit}
 * @param consumedShift decimal places from our units to the consumed unit: 3 for milliseconds to seconds
 * @param pricingUnit {@code PricingUnit}
 * @param pricingShift decimal places from our units to the pricing unit: 6 for tokens to millions of tokens
 */
record UnitPricing(
        String meter, String sku, String consumedUnit, int consumedShift, String pricingUnit, int pricingShift) {

    static UnitPricing of(Unit unit) {
        return switch (unit) {
            case INPUT_TOKEN -> tokens("Input Tokens", "input-tokens");
            case OUTPUT_TOKEN -> tokens("Output Tokens", "output-tokens");
            case CACHE_READ_TOKEN -> tokens("Cache Read Tokens", "cache-read-tokens");
            case CACHE_WRITE_5M_TOKEN -> tokens("Cache Write Tokens (5 Minutes)", "cache-write-5m-tokens");
            case CACHE_WRITE_1H_TOKEN -> tokens("Cache Write Tokens (1 Hour)", "cache-write-1h-tokens");
            case INPUT_IMAGE -> counted("Input Images", "input-images", "Images");
            case OUTPUT_IMAGE -> counted("Output Images", "output-images", "Images");
            case INPUT_AUDIO_MS -> seconds("Input Audio", "input-audio");
            case OUTPUT_AUDIO_MS -> seconds("Output Audio", "output-audio");
            case INPUT_VIDEO_MS -> seconds("Input Video", "input-video");
            case OUTPUT_VIDEO_MS -> seconds("Output Video", "output-video");
            case SEARCH_UNIT -> counted("Search Units", "search-units", "Search Units");
        };
    }

    BigDecimal consumed(long quantity) {
        return BigDecimal.valueOf(quantity, consumedShift);
    }

    BigDecimal priced(long quantity) {
        return BigDecimal.valueOf(quantity, pricingShift);
    }

    /** The price of one pricing unit. */
    BigDecimal unitPrice(BigDecimal usdPerUnit) {
        return usdPerUnit.movePointRight(pricingShift);
    }

    private static UnitPricing tokens(String meter, String sku) {
        return new UnitPricing(meter, sku, "Tokens", 0, "1000000 Tokens", 6);
    }

    private static UnitPricing counted(String meter, String sku, String unit) {
        return new UnitPricing(meter, sku, unit, 0, unit, 0);
    }

    private static UnitPricing seconds(String meter, String sku) {
        return new UnitPricing(meter, sku, "Seconds", 3, "Seconds", 3);
    }
}
