package io.bedrockmeter.standalone.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells with columns as wide as they need: texts to the left, numbers to the right. */
public final class TextTable {

    private static final String GAP = "  ";

    private final int textColumns;
    private final List<List<String>> lines = new ArrayList<>();

    /** @param textColumns how many of the first columns hold text; the others hold numbers */
    public TextTable(int textColumns) {
        this.textColumns = textColumns;
    }

    public void add(List<String> cells) {
        lines.add(cells.stream().map(TextTable::printable).toList());
    }

    /** A line across the table. */
    public void rule() {
        lines.add(List.of());
    }

    /** Without control characters, which could move the cursor or colour the terminal. */
    public static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        List<Integer> widths = widths();
        int width = widths.stream().mapToInt(Integer::intValue).sum() + GAP.length() * Math.max(0, widths.size() - 1);
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            String rendered = line.isEmpty() ? "-".repeat(width) : line(line, widths);
            text.append(rendered.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String line(List<String> cells, List<Integer> widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths.get(column) - length(cell));
            text.append(column == 0 ? "" : GAP);
            text.append(column < textColumns ? cell + padding : padding + cell);
        }
        return text.toString();
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                int width = length(line.get(column));
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
