package io.bedrockmeter.runtime.config;

/**
 * A setting as it is in force.
 *
 * @param key key with its path
 * @param value its text, masked where secret
 * @param origin file and line, environment variable, or {@code default}
 */
public record Setting(String key, String value, String origin) {

    static final String DEFAULT = "default";

    @Override
    public String toString() {
        return key + " = " + value + "  (" + origin + ")";
    }
}
