package io.bedrockmeter.schemas.model;

/**
 * A tag as decided, with who said it.
 *
 * @param key taxonomy key, or the key as sent for tags outside the taxonomy
 * @param value the value
 * @param source who was believed
 * @param conflict whether a less trusted source said something else
 */
public record AttributedTag(String key, String value, TagSource source, boolean conflict) {}
