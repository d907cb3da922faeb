package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.attribution.Claims;
import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.Arrays;
import java.util.Optional;

/**
 * Everything remembered of one request. The invocation and the ledger entry are kept as the bytes that travelled, so that
 * the common path copies them instead of encoding again. Immutable.
 *
 * <p>Stored form, version 1: version byte, touched time, consulted keys, and the claims, invocation and entry bytes.
 */
public final class RequestState {

    /** Nothing is known yet. */
    public static final RequestState EMPTY =
            new RequestState(0, new int[0], Claims.NONE.toBytes(), new byte[0], new byte[0]);

    private static final byte VERSION = 1;

    private final long touchedAtMs;
    private final int[] consulted;
    private final byte[] claims;
    private final byte[] invocation;
    private final byte[] entry;

    private RequestState(long touchedAtMs, int[] consulted, byte[] claims, byte[] invocation, byte[] entry) {
        this.touchedAtMs = touchedAtMs;
        this.consulted = consulted;
        this.claims = claims;
        this.invocation = invocation;
        this.entry = entry;
    }

    /** Wall-clock time, in milliseconds, at which a record last spoke of this request. */
    public long touchedAtMs() {
        return touchedAtMs;
    }

    public Claims claims() {
        return Claims.read(claims);
    }

    /** The claims as {@link Claims#toBytes} gave them. */
    public byte[] claimsBytes() {
        return claims;
    }

    /** The best-known record, as it travelled; empty bytes while there is none. */
    public byte[] invocationBytes() {
        return invocation;
    }

    public Optional<InvocationView> invocation() {
        return invocation.length == 0 ? Optional.empty() : Optional.of(InvocationView.of(invocation));
    }

    /** What the ledger holds for this request, as it travelled; empty bytes while there is nothing. */
    public byte[] entryBytes() {
        return entry;
    }

    public Optional<LedgerEntry> entry() {
        return entry.length == 0
                ? Optional.empty()
                : Optional.of(Topics.LEDGER.codec().decode(entry));
    }

    /** Whether the ledger entry was decided by looking up a reference key with one of the given sorted hashes. */
    public boolean consultedAny(int[] sortedHashes) {
        for (int hash : consulted) {
            if (Arrays.binarySearch(sortedHashes, hash) >= 0) {
                return true;
            }
        }
        return false;
    }

    public RequestState withClaims(Claims newClaims, long nowMs) {
        return new RequestState(nowMs, consulted, newClaims.toBytes(), invocation, entry);
    }

    public RequestState withInvocation(byte[] newInvocation, long nowMs) {
        return new RequestState(nowMs, consulted, claims, newInvocation, entry);
    }

    /** With what is now in the ledger and the hashes of the reference keys that were looked up to decide it. */
    public RequestState withEntry(byte[] newEntry, int[] newConsulted) {
        return new RequestState(touchedAtMs, newConsulted, claims, invocation, newEntry);
    }

    public byte[] toBytes(AvroWriter out) {
        out.reset();
        out.writeFixed(new byte[] {VERSION});
        out.writeLong(touchedAtMs);
        out.writeInt(consulted.length);
        for (int hash : consulted) {
            out.writeInt(hash);
        }
        out.writeFixed(claims);
        out.writeBytes(invocation);
        out.writeBytes(entry);
        return out.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws UndecodableException when the bytes are of another version or damaged
     */
    public static RequestState fromBytes(byte[] bytes) {
        checkVersion(bytes);
        AvroReader in = new AvroReader(bytes, 1, bytes.length - 1);
        long touchedAtMs = in.readLong();
        int[] consulted = new int[in.readInt()];
        for (int i = 0; i < consulted.length; i++) {
            consulted[i] = in.readInt();
        }
        int claimsAt = in.position();
        Claims.skip(in);
        byte[] claims = Arrays.copyOfRange(bytes, claimsAt, in.position());
        return new RequestState(touchedAtMs, consulted, claims, in.readBytes(), in.readBytes());
    }

    /** The touched time alone, without reading the rest. */
    public static long touchedAtMs(byte[] bytes) {
        checkVersion(bytes);
        return new AvroReader(bytes, 1, bytes.length - 1).readLong();
    }

    private static void checkVersion(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new UndecodableException("request state of another version");
        }
    }
}
