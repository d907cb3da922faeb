package io.bedrockmeter.metering.rates.aws;

/**
 * What a price list says about one SKU; a text that is absent is empty.
 *
 * @param serviceCode offer the SKU belongs to
 * @param version publication version of the offer
 * @param usageType for example {@code USE1-NovaMicro-input-tokens}
 * @param region source Region ({@code regionCode})
 * @param model attribute {@code model} or {@code titanModel}
 * @param serviceName for example {@code Claude Sonnet 4.6 (Amazon Bedrock Edition)}
 * @param feature for example {@code On-demand Inference}
 */
record Product(
        String sku,
        String serviceCode,
        String version,
        String usageType,
        String region,
        String model,
        String serviceName,
        String feature) {

    private static final String EDITION = " (Amazon Bedrock Edition)";

    /** The name of the model, empty when only the usage type has one. */
    String modelName() {
        if (!model.isEmpty()) {
            return model;
        }
        return serviceName.endsWith(EDITION) ? serviceName.substring(0, serviceName.length() - EDITION.length()) : "";
    }

    /** Whether it prices custom models or provisioned throughput, whose rows may look like those of base models. */
    boolean isForOwnCapacity() {
        return feature.startsWith("Model Customization") || feature.startsWith("Provisioned Throughput");
    }

    /** As messages name it. */
    String row() {
        return sku + " " + usageType;
    }
}
