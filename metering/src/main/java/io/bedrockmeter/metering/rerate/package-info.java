/**
 * Pricing the past again on purpose. The ledger is read twice per partition: first for what has been taken back, then for
 * what is in force; each entry in force is rated by the rate cards of now, and where the price differs an adjustment goes to
 * the rate stage, which alone writes the ledger. docs/rerating.md tells it to operators.
 */
@NullMarked
package io.bedrockmeter.metering.rerate;

import org.jspecify.annotations.NullMarked;
