package io.bedrockmeter.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Follows the frames of an AWS event stream ({@code application/vnd.amazon.eventstream}) while their bytes pass by: a prelude
 * of 12 bytes (length of the frame, length of the headers, checksum), headers, payload, checksum. Payloads are handed on piece
 * by piece and not kept. Checksums are the SDK's business. After bytes that are no frame nothing more is told. Not thread-safe.
 */
final class EventFrames {

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int MAX_HEADERS = 128 << 10;
    private static final int MAX_FRAME = 25 << 20;
    private static final String EVENT_TYPE = ":event-type";
    private static final int TEXT = 7;

    private final Events events;
    private byte[] head = new byte[512];
    private int headLength;
    private int headWanted = PRELUDE;
    private int payloadLeft;
    private int checksumLeft;
    private boolean preludeRead;
    private boolean lost;

    /** Is told each event. */
    interface Events {
        void begin(String type);

        /** A piece of the payload; its position may be moved. */
        void payload(ByteBuffer piece);

        void end();
    }

    EventFrames(Events events) {
        this.events = events;
    }

    /** Looks at bytes; the buffer's position stays. */
    void accept(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining() && !lost) {
            if (headLength < headWanted) {
                head(rest);
            } else if (payloadLeft > 0) {
                payload(rest);
            } else {
                skipChecksum(rest);
            }
        }
    }

    private void head(ByteBuffer rest) {
        int length = Math.min(rest.remaining(), headWanted - headLength);
        if (headLength + length > head.length) {
            head = Arrays.copyOf(head, headWanted);
        }
        rest.get(head, headLength, length);
        headLength += length;
        if (headLength < headWanted) {
            return;
        }
        if (!preludeRead) {
            prelude();
        }
        if (!lost && headLength == headWanted) {
            events.begin(eventType());
            endIfEmpty();
        }
    }

    private void prelude() {
        ByteBuffer prelude = ByteBuffer.wrap(head, 0, PRELUDE);
        int total = prelude.getInt();
        int headers = prelude.getInt();
        lost = total < PRELUDE + CHECKSUM
                || total > MAX_FRAME
                || headers < 0
                || headers > MAX_HEADERS
                || headers > total - PRELUDE - CHECKSUM;
        if (!lost) {
            preludeRead = true;
            headWanted = PRELUDE + headers;
            payloadLeft = total - headers - PRELUDE - CHECKSUM;
            checksumLeft = CHECKSUM;
        }
    }

    private void payload(ByteBuffer rest) {
        int length = Math.min(rest.remaining(), payloadLeft);
        ByteBuffer piece = rest.duplicate();
        piece.limit(rest.position() + length);
        rest.position(rest.position() + length);
        payloadLeft -= length;
        events.payload(piece);
        endIfEmpty();
    }

    private void endIfEmpty() {
        if (payloadLeft == 0) {
            events.end();
        }
    }

    private void skipChecksum(ByteBuffer rest) {
        int length = Math.min(rest.remaining(), checksumLeft);
        rest.position(rest.position() + length);
        checksumLeft -= length;
        if (checksumLeft == 0) {
            preludeRead = false;
            headLength = 0;
            headWanted = PRELUDE;
        }
    }

    /** The event type among the headers, empty when there is none (exceptions). */
    private String eventType() {
        ByteBuffer headers = ByteBuffer.wrap(head, PRELUDE, headWanted - PRELUDE);
        while (headers.remaining() > 1) {
            String name = string(headers, headers.get() & 0xff);
            int type = headers.hasRemaining() ? headers.get() : -1;
            int length = lengthOf(type, headers);
            if (length < 0 || length > headers.remaining()) {
                return "";
            }
            String value = string(headers, length);
            if (type == TEXT && name.equals(EVENT_TYPE)) {
                return value;
            }
        }
        return "";
    }

    private static int lengthOf(int type, ByteBuffer headers) {
        return switch (type) {
            case 0, 1 -> 0;
            case 2 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            case 5, 8 -> 8;
            case 6, TEXT -> headers.remaining() < 2 ? -1 : headers.getShort() & 0xffff;
            case 9 -> 16;
            default -> -1;
        };
    }

    private static String string(ByteBuffer headers, int length) {
        byte[] bytes = new byte[Math.min(length, headers.remaining())];
        headers.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
