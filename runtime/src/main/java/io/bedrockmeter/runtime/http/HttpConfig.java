package io.bedrockmeter.runtime.http;

import java.time.Duration;

/**
 * Where a server listens and what it refuses.
 *
 * @param host address to listen on, {@code 127.0.0.1} for this machine only
 * @param port TCP port, 0 for any free one
 * @param portKey configuration key of the port, named when the port is taken
 * @param maxBodyBytes longest request body, 0 or more; longer ones are answered 413
 * @param maxHeaderBytes longest sum of request headers; longer ones are answered 431
 * @param maxRequestLineBytes longest request line, so also the longest query string; longer ones are answered 414
 * @param idleTimeout a connection on which nothing moves for so long is closed
 */
public record HttpConfig(
        String host,
        int port,
        String portKey,
        long maxBodyBytes,
        int maxHeaderBytes,
        int maxRequestLineBytes,
        Duration idleTimeout) {

    private static final int KIB = 1 << 10;
    private static final int HIGHEST_PORT = 65_535;

    public HttpConfig {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(portKey + ": found " + port + ", expected 0 to " + HIGHEST_PORT);
        }
    }

    /** The documented limits: bodies of 1 MiB, headers of 16 KiB, request lines of 16 KiB, a minute of silence. */
    public static HttpConfig of(String host, int port, String portKey) {
        return new HttpConfig(host, port, portKey, KIB * KIB, 16 * KIB, 16 * KIB, Duration.ofSeconds(60));
    }

    /** With another limit of request bodies. */
    public HttpConfig withMaxBodyBytes(long bytes) {
        return new HttpConfig(host, port, portKey, bytes, maxHeaderBytes, maxRequestLineBytes, idleTimeout);
    }
}
