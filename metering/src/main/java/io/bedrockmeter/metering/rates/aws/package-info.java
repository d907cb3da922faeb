/**
 * Reads AWS price lists: bulk offer files and GetProducts answers of the service codes {@code AmazonBedrock},
 * {@code AmazonBedrockFoundationModels} and {@code AmazonBedrockService}. Files of any size are streamed; rows that cannot
 * be told with certainty are listed, never guessed.
 */
@NullMarked
package io.bedrockmeter.metering.rates.aws;

import org.jspecify.annotations.NullMarked;
