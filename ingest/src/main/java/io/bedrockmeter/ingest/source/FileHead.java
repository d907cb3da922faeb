package io.bedrockmeter.ingest.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The fingerprint of the first bytes of a file: tells whether a file is still the one that was read, although its inode was
 * reused or its content replaced.
 *
 * @param length how many bytes, at most {@value #MAX_LENGTH}
 * @param crc their CRC-32C
 */
record FileHead(int length, long crc) {

    static final int MAX_LENGTH = 1_024;
    static final FileHead EMPTY = new FileHead(0, 0);

    /** The head of what has been read of a file: of its first {@code read} bytes. */
    static FileHead of(SeekableByteChannel channel, long read) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(MAX_LENGTH, read));
        channel.position(0);
        while (head.hasRemaining() && channel.read(head) >= 0) {
            // reads until the head is full or the file ends
        }
        CRC32C crc = new CRC32C();
        crc.update(head.flip());
        return new FileHead(head.limit(), crc.getValue());
    }

    /** Whether the file still begins like this. */
    boolean matches(SeekableByteChannel channel) throws IOException {
        return equals(of(channel, length));
    }

    /** The form that checkpoints hold. */
    String encode() {
        return length + ":" + Long.toHexString(crc);
    }

    static Optional<FileHead> decode(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileHead(
                    Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1), 16)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
