package io.bedrockmeter.alerts.watch;

import java.util.Locale;

/** Ways of being blind. */
public enum BlindRule {
    /** No usage arrives at a time that usually has some. */
    NO_DATA("No usage arrives"),
    /** What could be seen in a source is not all there: it cannot be read, nobody reads it, or reading is too slow. */
    SOURCE_BEHIND("A source is behind"),
    /** A source is read, and has no events at a time that usually has some: its log delivery has stopped. */
    DELIVERY_STOPPED("Log delivery has stopped"),
    /** Too many requests have no price, so their cost is in no total. */
    UNPRICED("Requests have no price"),
    /** Too many requests have no tag, so their cost is in nobody's total. */
    UNATTRIBUTED("Requests have no tags");

    private final String title;

    BlindRule(String title) {
        this.title = title;
    }

    /** What is the matter, in words. */
    public String title() {
        return title;
    }

    /** As it is written in alert ids. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
