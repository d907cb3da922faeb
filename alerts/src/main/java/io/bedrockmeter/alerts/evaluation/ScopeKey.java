package io.bedrockmeter.alerts.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a budget counts: its id, and the fingerprint of its filter, its calendar and the totals it needs. Totals belong to a
 * scope, so an edited filter starts from fresh totals while an edited amount or name keeps them. In store keys it is the
 * id, a zero byte and the fingerprint.
 *
 * @param budgetId the budget, or what is watched without one
 * @param fingerprint first eight bytes of a SHA-256
 */
record ScopeKey(String budgetId, long fingerprint) {

    /** The key of what is defined by some bytes. */
    static ScopeKey of(String id, byte[] definition) {
        return new ScopeKey(id, fingerprint(definition));
    }

    /** The first eight bytes of a SHA-256. */
    static long fingerprint(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Bytes toBytes() {
        byte[] id = budgetId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Long.BYTES)
                .put(id)
                .put((byte) 0)
                .putLong(fingerprint)
                .array());
    }

    /** Bytes of {@link #toBytes}. */
    int length() {
        return budgetId.getBytes(StandardCharsets.UTF_8).length + 1 + Long.BYTES;
    }

    /** The scope of any key that begins with one. */
    static ScopeKey of(Bytes key) {
        int end = idEnd(key.get());
        return new ScopeKey(
                new String(key.get(), 0, end, StandardCharsets.UTF_8),
                ByteBuffer.wrap(key.get()).getLong(end + 1));
    }

    private static int idEnd(byte[] key) {
        int end = 0;
        while (key[end] != 0) {
            end++;
        }
        return end;
    }
}
