package io.bedrockmeter.ingest.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Inflates gzip, within limits. */
final class LimitedInflation extends FilterInputStream {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final long compressed;
    private final InflateLimit limit;
    private long inflated;

    /** The content grows beyond the limit. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        TooLargeException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The content is no gzip, or damaged. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        static final String REASON = "no valid gzip, or cut off";

        DamagedException(IOException cause) {
            super(REASON, cause);
        }
    }

    /** @param compressed length of the compressed content, in bytes */
    LimitedInflation(InputStream gzip, long compressed, InflateLimit limit) throws IOException {
        super(opened(gzip));
        this.compressed = compressed;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(buffer, offset, length);
        } catch (EOFException | ZipException e) {
            throw new DamagedException(e);
        }
        inflated += Math.max(0, count);
        if (limit.isExceeded(inflated, compressed)) {
            throw new TooLargeException("inflates to more than " + limit.maxBytes() + " bytes, or more than "
                    + limit.maxRatio() + " times its size");
        }
        return count;
    }

    private static InputStream opened(InputStream gzip) throws IOException {
        try {
            return new GZIPInputStream(gzip, BUFFER_BYTES);
        } catch (EOFException | ZipException e) {
            throw new DamagedException(e);
        }
    }
}
