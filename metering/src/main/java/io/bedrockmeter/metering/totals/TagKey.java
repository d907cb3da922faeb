package io.bedrockmeter.metering.totals;

/**
 * A tag key and value as one text, {@code key=value}. A {@code =} inside the key is written as {@code %3D} and a {@code %}
 * as {@code %25}, so that the first {@code =} always separates.
 */
public final class TagKey {

    private TagKey() {}

    public static String of(String key, String value) {
        String escaped = key.indexOf('=') < 0 && key.indexOf('%') < 0
                ? key
                : key.replace("%", "%25").replace("=", "%3D");
        return escaped + "=" + value;
    }

    public static String key(String tagKeyValue) {
        return tagKeyValue
                .substring(0, tagKeyValue.indexOf('='))
                .replace("%3D", "=")
                .replace("%25", "%");
    }

    public static String value(String tagKeyValue) {
        return tagKeyValue.substring(tagKeyValue.indexOf('=') + 1);
    }
}
