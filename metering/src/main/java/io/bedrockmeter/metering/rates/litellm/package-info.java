/**
 * Reads LiteLLM's {@code model_prices_and_context_window.json} (BerriAI/litellm, MIT licence). The rules by which its
 * entries become rate cards are those of docs/decisions/0002-bundled-prices.md.
 */
@NullMarked
package io.bedrockmeter.metering.rates.litellm;

import org.jspecify.annotations.NullMarked;
