package io.bedrockmeter.metering.totals;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.DimensionsCodec;
import io.bedrockmeter.schemas.model.Dimensions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Identity of a cell: the first 128 bits of the SHA-256 of its dimensions' Avro bytes. As text, 32 lower-case hexadecimal
 * digits: the key of the ledger and part of the key of the usage topics.
 */
public final class CellId {

    /** Bytes of a cell id. */
    public static final int LENGTH = 16;

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(CellId::sha256);

    private CellId() {}

    /** The id of encoded dimensions. */
    public static byte[] of(byte[] dimensionsBytes) {
        return Arrays.copyOf(SHA_256.get().digest(dimensionsBytes), LENGTH);
    }

    public static String text(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    /** Dimensions as Avro bytes. */
    public static byte[] encode(Dimensions dimensions) {
        AvroWriter out = new AvroWriter();
        DimensionsCodec.write(out, dimensions);
        return out.toBytes();
    }

    /** What {@link #encode} wrote. */
    public static Dimensions decode(byte[] bytes, int offset) {
        return DimensionsCodec.read(new AvroReader(bytes, offset, bytes.length - offset));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
