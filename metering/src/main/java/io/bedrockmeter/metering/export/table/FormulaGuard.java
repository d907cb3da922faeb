package io.bedrockmeter.metering.export.table;

/**
 * Keeps spreadsheets from running text as a formula (CWE-1236), without losing anything: text that starts with
 * {@code = + - @}, one of their full-width forms, tab, carriage return or line feed, after any number of apostrophes, gets
 * one more apostrophe in front. Whoever reads the file as data takes one apostrophe away from such text and has the value
 * back. Numbers are never touched, also not negative ones.
 */
public final class FormulaGuard {

    private static final String TRIGGERS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private FormulaGuard() {}

    /** The text as it is safe in a spreadsheet. */
    public static String guard(String text) {
        return isFormulaAfterApostrophes(text) ? '\'' + text : text;
    }

    /** The text that was guarded: the inverse of {@link #guard}. */
    public static String unguard(String text) {
        return text.startsWith("'") && isFormulaAfterApostrophes(text) ? text.substring(1) : text;
    }

    private static boolean isFormulaAfterApostrophes(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) == '\'') {
            first++;
        }
        return first < text.length() && TRIGGERS.indexOf(text.charAt(first)) >= 0;
    }
}
