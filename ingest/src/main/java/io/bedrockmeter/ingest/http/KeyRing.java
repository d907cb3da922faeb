package io.bedrockmeter.ingest.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys in force. Only hashes are held, and all are compared in constant time. Immutable. */
final class KeyRing {

    private final List<Key> keys = new ArrayList<>();

    /** A key's SHA-256 and whom it is for. */
    record Key(byte[] sha256, Sender sender) {}

    KeyRing(List<Key> keys) {
        this.keys.addAll(keys);
    }

    /** Whose key that is. */
    Optional<Sender> holder(String presented) {
        byte[] hash = sha256(presented);
        Optional<Sender> holder = Optional.empty();
        // Every hash is compared, found or not, so that the time does not tell which ones exist.
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.sha256(), hash)) {
                holder = Optional.of(key.sender());
            }
        }
        return holder;
    }

    Optional<Sender> named(String id) {
        return keys.stream()
                .map(Key::sender)
                .filter(sender -> sender.id().equals(id))
                .findFirst();
    }

    int size() {
        return keys.size();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
