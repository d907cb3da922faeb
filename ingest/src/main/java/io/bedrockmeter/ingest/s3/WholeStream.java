package io.bedrockmeter.ingest.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose length is known: ending early is an error of the connection, not of the content. */
final class WholeStream extends FilterInputStream {

    private long left;

    WholeStream(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? -1 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(count);
        return count;
    }

    private void count(int count) throws IOException {
        if (count > 0) {
            left -= count;
        } else if (count < 0 && left > 0) {
            throw new IOException("the connection ended " + left + " bytes too early");
        }
    }
}
