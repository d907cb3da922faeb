package io.bedrockmeter.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Tags as Bedrock takes them with a call: at most 16 entries with keys of 1 to 256 and values of at most 256 characters of a
 * small alphabet, 8,500 characters together where they travel as a header (bedrock-runtime API, {@code requestMetadata}).
 * A call beyond them would fail, so what is beyond them is left out.
 */
final class RequestMetadata {

    /** Header of the InvokeModel operations, a JSON object of strings. */
    static final String HEADER = "X-Amzn-Bedrock-Request-Metadata";

    private static final int MAX_ENTRIES = 16;
    private static final int MAX_HEADER_LENGTH = 8_500;
    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,\\-.]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,\\-.]{0,256}");

    private RequestMetadata() {}

    /** What the caller sends anyway, and of the tags what fits besides, in the order of their keys. */
    static Map<String, String> with(Map<String, String> callersOwn, Map<String, String> tags) {
        Map<String, String> entries = new LinkedHashMap<>(callersOwn);
        new TreeMap<>(tags).forEach((key, value) -> {
            if (entries.size() < MAX_ENTRIES
                    && KEY.matcher(key).matches()
                    && VALUE.matcher(value).matches()) {
                entries.putIfAbsent(key, value);
            }
        });
        return entries;
    }

    /** Of the tags what fits into the header. */
    static Map<String, String> forHeader(Map<String, String> tags) {
        Map<String, String> entries = new LinkedHashMap<>();
        with(Map.of(), tags).forEach((key, value) -> {
            entries.put(key, value);
            if (EventJson.text(entries).length() > MAX_HEADER_LENGTH) {
                entries.remove(key);
            }
        });
        return entries;
    }
}
