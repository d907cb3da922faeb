package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An encoded invocation read in place: its numbers at once, its texts only when somebody asks for them. Most records differ
 * from one met before in nothing but request id, time and quantities. Not thread-safe.
 */
public final class InvocationView {

    private static final byte[] HEADER = RecordCodec.header(Schemas.current("Invocation"));

    private final byte[] bytes;
    private final int requestIdAt;
    private final int requestIdEnd;
    private final long timestampMs;
    private final Slice caller;
    private final Quantities quantities;
    private final boolean cacheTtlKnown;
    private final Slice tier;
    private final boolean failed;
    private final Slice metadata;
    private Optional<Invocation> decoded = Optional.empty();

    /** A part of the record. */
    private record Slice(int from, int to) {}

    private InvocationView(byte[] bytes) {
        this.bytes = bytes;
        AvroReader in = new AvroReader(bytes, HEADER.length, bytes.length - HEADER.length);
        in.skipString();
        this.requestIdEnd = in.position();
        this.timestampMs = in.readLong();
        int start = in.position();
        for (int i = 0; i < InvocationMapping.TEXTS_OF_THE_CALLER; i++) {
            in.skipString();
        }
        this.caller = new Slice(start, in.position());
        this.quantities = Parts.readQuantities(in);
        this.cacheTtlKnown = in.readBoolean();
        start = in.position();
        in.skipString();
        in.readBoolean();
        this.tier = new Slice(start, in.position());
        this.failed = in.skipString() > 0;
        in.readLong();
        start = in.position();
        in.skipStringMap();
        this.metadata = new Slice(start, in.position());
        in.readEnum(InvocationMapping.ORIGINS);
        in.skipString();
        if (in.remaining() != 0) {
            throw new UndecodableException(in.remaining() + " bytes after the record");
        }
        AvroReader id = new AvroReader(bytes, HEADER.length, bytes.length - HEADER.length);
        this.requestIdAt = requestIdEnd - (int) id.readLong();
    }

    /**
     * Reads a record; one of an older schema is brought to the current one first.
     *
     * @throws UndecodableException when the bytes are no invocation
     */
    public static InvocationView of(byte[] record) {
        if (record.length >= HEADER.length && Arrays.equals(record, 0, HEADER.length, HEADER, 0, HEADER.length)) {
            return new InvocationView(record);
        }
        RecordCodec<Invocation> codec = Topics.INVOCATIONS.codec();
        return new InvocationView(codec.encode(codec.decode(record)));
    }

    /** The record in the current schema. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether this is about a request, and about a request with that id in UTF-8. */
    public boolean isAbout(byte[] requestId) {
        return requestId.length > 0
                && Arrays.equals(bytes, requestIdAt, requestIdEnd, requestId, 0, requestId.length)
                && isText(requestId);
    }

    public String requestId() {
        return new String(bytes, requestIdAt, requestIdEnd - requestIdAt, StandardCharsets.UTF_8);
    }

    /** Time of the call in milliseconds since the epoch. */
    public long timestampMs() {
        return timestampMs;
    }

    public Quantities quantities() {
        return quantities;
    }

    public boolean cacheTtlKnown() {
        return cacheTtlKnown;
    }

    public boolean failed() {
        return failed;
    }

    /**
     * Writes everything of the record that calls of one caller have in common: all but request id, time, quantities, how it
     * ended and how it was read. Two records that write the same bytes are priced and attributed alike at the same time.
     */
    public void writeCircumstances(AvroWriter out) {
        write(out, caller);
        write(out, tier);
        write(out, metadata);
    }

    private void write(AvroWriter out, Slice slice) {
        out.writeFixed(bytes, slice.from, slice.to - slice.from);
    }

    /** The whole record. */
    public Invocation invocation() {
        if (decoded.isEmpty()) {
            decoded = Optional.of(Topics.INVOCATIONS.codec().decode(bytes));
        }
        return decoded.get();
    }

    /** Whether bytes are UTF-8, so that they say the same after decoding and encoding. */
    private static boolean isText(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0
                || Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }
}
