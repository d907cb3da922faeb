package io.bedrockmeter.ingest.file;

/** The time and space at the beginning of a line of a CloudWatch Logs export: {@code 2015-04-20T22:19:33.000Z }. */
final class LinePrefix {

    enum Verdict {
        /** Could still become a time. */
        OPEN,
        /** A time and a space. */
        COMPLETE,
        /** Something else. */
        OTHER
    }

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int MAX_LENGTH = 40;

    private int length;

    void begin() {
        length = 0;
    }

    /** Takes the next byte of the line. */
    Verdict accept(byte b) {
        int at = length++;
        if (at < FORM.length()) {
            char expected = FORM.charAt(at);
            boolean fits = expected == 'd' ? b >= '0' && b <= '9' : b == expected;
            return fits ? Verdict.OPEN : Verdict.OTHER;
        }
        if (b == ' ') {
            return Verdict.COMPLETE;
        }
        boolean fits = b >= '0' && b <= '9' || b == '.' || b == ':' || b == '+' || b == '-' || b == 'Z';
        return fits && at < MAX_LENGTH ? Verdict.OPEN : Verdict.OTHER;
    }
}
