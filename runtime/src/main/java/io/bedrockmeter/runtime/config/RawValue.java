package io.bedrockmeter.runtime.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scalar before it is understood.
 *
 * @param text as written, references to environment variables replaced
 * @param origin where it stands
 */
record RawValue(String text, String origin) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** Replaces every {@code ${NAME}}; empty, with a problem, when a variable is not set. */
    static Optional<RawValue> resolve(Config config, String key, String written, String origin) {
        Matcher matcher = REFERENCE.matcher(written);
        StringBuilder text = new StringBuilder();
        boolean whole = true;
        while (matcher.find()) {
            Optional<String> value = config.environment().value(matcher.group(1));
            if (value.isEmpty()) {
                config.problem(
                        origin, key, matcher.group(), "the environment variable " + matcher.group(1) + " to be set");
                whole = false;
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value.orElse("")));
        }
        matcher.appendTail(text);
        return whole ? Optional.of(new RawValue(text.toString(), origin)) : Optional.empty();
    }
}
