package io.bedrockmeter.ingest.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The content of a file: inflated when it begins like gzip, whatever its name. */
final class ContentStream {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAGIC_BYTES = 4;
    private static final int PROBE_BYTES = 8 * 1024;

    private ContentStream() {}

    /** Opens a file. Damage that shows only later comes as {@link UnreadableContentException} from reading. */
    static InputStream open(Path file) throws IOException {
        return open(Files.newInputStream(file));
    }

    /** The content of a stream, which is closed with it. */
    static InputStream open(InputStream raw) throws IOException {
        InputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
        try {
            in.mark(MAGIC_BYTES);
            byte[] magic = in.readNBytes(MAGIC_BYTES);
            in.reset();
            if (isGzip(magic)) {
                return new Inflated(in);
            }
            requireKnown(magic);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    static boolean isGzip(byte[] magic) {
        return magic.length >= 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    }

    /**
     * Refuses content that is no text. A file that begins like JSON is text even when parts of it are damaged.
     *
     * @param count how many bytes of {@code content} there are
     */
    static void requireText(byte[] content, int count) throws UnreadableContentException {
        int first = 0;
        while (first < count
                && (content[first] == ' '
                        || content[first] == '\n'
                        || content[first] == '\r'
                        || content[first] == '\t')) {
            first++;
        }
        if (first == count || content[first] == '{' || content[first] == '[') {
            return;
        }
        for (int i = first; i < Math.min(count, PROBE_BYTES); i++) {
            byte b = content[i];
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                throw new UnreadableContentException("binary content: expected JSON, plain or gzip");
            }
        }
    }

    private static void requireKnown(byte[] magic) throws UnreadableContentException {
        String hex = HexFormat.of().formatHex(magic);
        String kind = "";
        if (hex.startsWith("28b52ffd")) {
            kind = "zstd";
        } else if (hex.startsWith("425a68")) {
            kind = "bzip2";
        } else if (hex.startsWith("504b0304")) {
            kind = "zip";
        } else if (hex.startsWith("fd377a58")) {
            kind = "xz";
        } else if (hex.startsWith("50415231")) {
            kind = "Parquet";
        }
        if (!kind.isEmpty()) {
            throw new UnreadableContentException("this is " + kind + ": expected JSON, plain or gzip");
        }
    }

    /** Inflates every member, and says what is wrong with damaged data. */
    private static final class Inflated extends FilterInputStream {

        Inflated(InputStream compressed) throws IOException {
            super(inflater(compressed));
        }

        private static InputStream inflater(InputStream compressed) throws IOException {
            try {
                return new GZIPInputStream(compressed, BUFFER_BYTES);
            } catch (EOFException | ZipException e) {
                throw damaged(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (EOFException | ZipException e) {
                throw damaged(e);
            }
        }

        private static UnreadableContentException damaged(IOException e) {
            return new UnreadableContentException(
                    e instanceof EOFException
                            ? "compressed data is cut off: what follows is lost"
                            : "compressed data is damaged: what follows is lost",
                    e);
        }
    }
}
