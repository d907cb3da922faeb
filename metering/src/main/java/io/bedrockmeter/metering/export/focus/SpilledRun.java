package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.schemas.money.Money;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** A sorted run of sums in a temporary file, and a cursor over it. */
final class SpilledRun implements AutoCloseable {

    private static final int BUFFER = 1 << 15;

    private final DataInputStream in;
    private Map.Entry<ChargeKey, ChargeSum> current;

    private SpilledRun(DataInputStream in, Map.Entry<ChargeKey, ChargeSum> first) {
        this.in = in;
        this.current = first;
    }

    /** Writes entries that are in order, one or more. */
    static void write(Path file, List<Map.Entry<ChargeKey, ChargeSum>> sorted) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER))) {
            for (Map.Entry<ChargeKey, ChargeSum> entry : sorted) {
                writeBytes(out, entry.getKey().bytes());
                out.writeLong(entry.getValue().quantity());
                out.writeLong(entry.getValue().requests());
                writeBytes(out, entry.getValue().listCost().picos().toByteArray());
                writeBytes(out, entry.getValue().cost().picos().toByteArray());
            }
        }
    }

    /** A cursor at the first entry. */
    static SpilledRun open(Path file) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        try {
            return new SpilledRun(in, read(in, in.readInt()));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    Map.Entry<ChargeKey, ChargeSum> current() {
        return current;
    }

    /** Moves to the next entry; false at the end. */
    boolean advance() throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return false;
        }
        current = read(in, length);
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static Map.Entry<ChargeKey, ChargeSum> read(DataInputStream in, int keyLength) throws IOException {
        byte[] key = in.readNBytes(keyLength);
        long quantity = in.readLong();
        long requests = in.readLong();
        Money listCost = Money.ofPicos(new BigInteger(in.readNBytes(in.readInt())));
        Money cost = Money.ofPicos(new BigInteger(in.readNBytes(in.readInt())));
        return Map.entry(new ChargeKey(key), new ChargeSum(quantity, requests, listCost, cost));
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
