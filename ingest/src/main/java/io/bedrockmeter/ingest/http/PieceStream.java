package io.bedrockmeter.ingest.http;

import java.io.InputStream;
import java.util.List;

/** Reads pieces one after another. Always knows how much is left, which concatenated gzip members need. */
final class PieceStream extends InputStream {

    private final List<byte[]> pieces;
    private int piece;
    private int offset;
    private long left;

    PieceStream(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
        for (byte[] each : this.pieces) {
            left += each.length;
        }
    }

    @Override
    public int read() {
        if (!moveToContent()) {
            return -1;
        }
        left--;
        return pieces.get(piece)[offset++] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int start, int length) {
        if (length == 0) {
            return 0;
        }
        if (!moveToContent()) {
            return -1;
        }
        byte[] current = pieces.get(piece);
        int count = Math.min(length, current.length - offset);
        System.arraycopy(current, offset, buffer, start, count);
        offset += count;
        left -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private boolean moveToContent() {
        while (piece < pieces.size() && offset == pieces.get(piece).length) {
            piece++;
            offset = 0;
        }
        return piece < pieces.size();
    }
}
