package io.bedrockmeter.bench.loop;

/** Walks over Avro binary without making objects. Trusts its input: it was made by the generator. */
final class Cursor {

    private byte[] bytes = new byte[0];
    private int position;

    void at(byte[] newBytes, int newPosition) {
        bytes = newBytes;
        position = newPosition;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    long number() {
        long zigzag = 0;
        int shift = 0;
        byte part;
        do {
            part = bytes[position++];
            zigzag |= (long) (part & 0x7F) << shift;
            shift += 7;
        } while (part < 0);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    void skipText() {
        int length = (int) number();
        position += length;
    }

    void skipByte() {
        position++;
    }

    void skipTextMap() {
        for (long items = number(); items != 0; items = number()) {
            for (long i = 0; i < items; i++) {
                skipText();
                skipText();
            }
        }
    }
}
