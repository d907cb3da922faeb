package io.bedrockmeter.ingest.file;

import java.util.Optional;

/**
 * A place between two documents at which a framer can go on later.
 *
 * @param offset bytes of content before it
 * @param line line number there, counted from 1
 * @param documentsOnLine documents that ended on this line already
 * @param nesting 0 at top level, 1 in a list, 2 in the list of a container object
 * @param oneLineRecords whether a document has been seen that begins and ends on one line
 * @param skipIndent while the rest of a broken document is skipped, the indentation at which the next one starts, else -1
 */
public record FramePosition(
        long offset, long line, int documentsOnLine, int nesting, boolean oneLineRecords, int skipIndent) {

    /** The beginning of a file. */
    public static final FramePosition START = new FramePosition(0, 1, 0, 0, false, -1);

    private static final int PARTS = 6;

    /** The form that checkpoints hold; {@link #decode} reads it. */
    public String encode() {
        return offset + ":" + line + ":" + documentsOnLine + ":" + nesting + ":" + (oneLineRecords ? 1 : 0) + ":"
                + skipIndent;
    }

    /** Reads a position, empty when the text is none. */
    public static Optional<FramePosition> decode(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FramePosition(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    parts[4].equals("1"),
                    Integer.parseInt(parts[5])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
