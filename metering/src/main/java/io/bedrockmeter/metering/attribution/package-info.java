/**
 * Deciding an invocation's tags: who said what, who is believed. Pure: no Kafka, no clock. The trust order is
 * {@link io.bedrockmeter.schemas.model.TagSource}'s by default.
 */
@NullMarked
package io.bedrockmeter.metering.attribution;

import org.jspecify.annotations.NullMarked;
