package io.bedrockmeter.metering.topology;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The first 128 bits of the SHA-256 of some bytes. */
final class Fingerprint {

    private static final int LENGTH = 16;

    private Fingerprint() {}

    static byte[] of(byte[] bytes) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
