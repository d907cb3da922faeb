package io.bedrockmeter.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import software.amazon.awssdk.http.Abortable;

/** An answer that is read by its caller, and seen by a watch while it is. */
final class WatchedInputStream extends FilterInputStream implements Abortable {

    private final AnswerWatch watch;

    WatchedInputStream(InputStream in, AnswerWatch watch) {
        super(in);
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            watch.end();
        } else {
            watch.bytes(ByteBuffer.wrap(new byte[] {(byte) b}));
        }
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count < 0) {
            watch.end();
        } else {
            watch.bytes(ByteBuffer.wrap(bytes, offset, count));
        }
        return count;
    }

    /** Skipped bytes are read, so that the watch sees them. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(Math.max(0, count), 8192)];
        return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
    }

    /** Bytes must not pass twice. */
    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            watch.end();
        }
    }

    @Override
    public void abort() {
        if (in instanceof Abortable abortable) {
            abortable.abort();
        }
        watch.end();
    }
}
