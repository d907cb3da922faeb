package io.bedrockmeter.metering.attribution;

import io.bedrockmeter.schemas.model.AttributedTag;
import java.util.List;
import java.util.Map;

/**
 * The tags of one invocation as decided.
 *
 * @param dimensionTags taxonomy key to value, in taxonomy order, every key present
 * @param tags every tag with its source: the taxonomy in order, then others by key
 * @param attributed whether any source gave any taxonomy tag
 */
public record Attribution(Map<String, String> dimensionTags, List<AttributedTag> tags, boolean attributed) {}
