package io.bedrockmeter.runtime.http;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;

/**
 * Tells when the content of small files has changed, within two seconds. Content is compared, not times: mounted secrets
 * change by swapping links, and file times are coarse. Files that are missing for a moment do not count as a change.
 */
public interface FileWatch extends AutoCloseable {

    /** Watches nothing. */
    FileWatch NONE = () -> {};

    @Override
    void close();

    /**
     * Starts to watch.
     *
     * @param changed called on a worker thread, one call at a time, when any file has changed
     */
    static FileWatch start(Vertx vertx, List<Path> files, Runnable changed) {
        return start(vertx, files, Duration.ofSeconds(2), changed);
    }

    /** As {@link #start(Vertx, List, Runnable)}, looking every {@code interval}. */
    static FileWatch start(Vertx vertx, List<Path> files, Duration interval, Runnable changed) {
        byte[][] seen = {digest(files, new byte[0])};
        long timer = vertx.setPeriodic(
                interval.toMillis(),
                tick -> vertx.executeBlocking(() -> {
                    byte[] now = digest(files, seen[0]);
                    if (!MessageDigest.isEqual(seen[0], now)) {
                        seen[0] = now;
                        changed.run();
                    }
                    return now.length;
                }));
        return () -> vertx.cancelTimer(timer);
    }

    private static byte[] digest(List<Path> files, byte[] orElse) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return digest.digest();
        } catch (IOException e) {
            return orElse;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
