package io.bedrockmeter.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The body of a request in the pieces in which it came, counted against a budget until it is closed. */
final class ReceivedBody implements AutoCloseable {

    private final ByteBudget budget;
    private final boolean gzip;
    private final List<byte[]> pieces = new ArrayList<>();
    private long bytes;
    private boolean closed;

    ReceivedBody(ByteBudget budget, boolean gzip) {
        this.budget = budget;
        this.gzip = gzip;
    }

    /** Adds a piece; false when the budget has no room for it. */
    synchronized boolean add(byte[] piece) {
        if (closed || !budget.tryTake(piece.length)) {
            return false;
        }
        pieces.add(piece);
        bytes += piece.length;
        return true;
    }

    synchronized long bytes() {
        return bytes;
    }

    /**
     * The content, inflated where the request says that it is gzip.
     *
     * @param limit of the inflated content
     */
    InputStream open(InflateLimit limit) throws IOException {
        InputStream raw = new PieceStream(pieces);
        return gzip ? new LimitedInflation(raw, bytes(), limit) : raw;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            budget.giveBack(bytes);
            pieces.clear();
        }
    }
}
