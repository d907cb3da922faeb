package io.bedrockmeter.alerts.text;

/** Foreign text in a message of ours. */
public final class Quote {

    /** Characters shown at most. */
    public static final int MAX_CHARS = 64;

    private Quote() {}

    /** The text in double quotes, control characters as question marks, cut at {@value #MAX_CHARS} characters. */
    public static String of(String text) {
        String shown = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
