package io.bedrockmeter.metering.export.chargeback;

import java.io.IOException;
import java.io.Writer;

/** Writes HTML: markup as given, every value escaped. */
final class Html {

    private final Writer out;

    Html(Writer out) {
        this.out = out;
    }

    /** Markup of our own; never anything from outside. */
    Html markup(String markup) throws IOException {
        out.write(markup);
        return this;
    }

    /** Text from anywhere, set apart so that its writing direction cannot change what is around it. */
    Html value(String text) throws IOException {
        out.write("<bdi>");
        out.write(escape(text));
        out.write("</bdi>");
        return this;
    }

    /** A cell of a table with a figure. */
    Html figure(String text) throws IOException {
        return markup("<td class=\"n\">").markup(escape(text)).markup("</td>");
    }

    /** A cell of a table with text from anywhere. */
    Html cell(String text) throws IOException {
        return markup("<td>").value(text).markup("</td>");
    }

    /** The text with all that has a meaning in HTML as character references, and control characters replaced. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\t', '\n', '\r' -> escaped.append(' ');
                default -> escaped.append(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }
}
