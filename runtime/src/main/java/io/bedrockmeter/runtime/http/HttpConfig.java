package io.bedrockmeter.runtime.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a server listens and what it refuses.
 *
 * @param host address to listen on, {@code 127.0.0.1} for this machine only
 * @param port TCP port, 0 for any free one
 * @param portKey configuration key of the port, named when the port is taken
 * @param maxBodyBytes longest request body, 0 or more; longer ones are answered 413
 * @param maxHeaderBytes longest sum of request headers; longer ones are answered 431
 * @param maxRequestLineBytes longest request line, so also the longest query string; longer ones are answered 414
 * @param idleTimeout a connection on which nothing moves for so long is closed, and a body that is not complete after so
 *     long is answered 408
 * @param maxConnections most connections open at once, 1 or more; further ones are closed at once
 * @param tls certificate and key, empty to speak without TLS
 */
public record HttpConfig(
        String host,
        int port,
        String portKey,
        long maxBodyBytes,
        int maxHeaderBytes,
        int maxRequestLineBytes,
        Duration idleTimeout,
        int maxConnections,
        Optional<TlsFiles> tls) {

    private static final int KIB = 1 << 10;
    private static final int HIGHEST_PORT = 65_535;
    private static final int DEFAULT_CONNECTIONS = 10_000;

    public HttpConfig {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(portKey + ": found " + port + ", expected 0 to " + HIGHEST_PORT);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("most connections is " + maxConnections + ": expected 1 or more");
        }
    }

    /**
     * The documented limits: bodies of 1 MiB, headers of 16 KiB, request lines of 16 KiB, a minute of silence, 10,000
     * connections; no TLS.
     */
    public static HttpConfig of(String host, int port, String portKey) {
        return new HttpConfig(
                host,
                port,
                portKey,
                KIB * KIB,
                16 * KIB,
                16 * KIB,
                Duration.ofSeconds(60),
                DEFAULT_CONNECTIONS,
                Optional.empty());
    }

    /** With another limit of request bodies. */
    public HttpConfig withMaxBodyBytes(long bytes) {
        return new HttpConfig(
                host, port, portKey, bytes, maxHeaderBytes, maxRequestLineBytes, idleTimeout, maxConnections, tls);
    }

    /** With another limit of connections. */
    public HttpConfig withMaxConnections(int connections) {
        return new HttpConfig(
                host, port, portKey, maxBodyBytes, maxHeaderBytes, maxRequestLineBytes, idleTimeout, connections, tls);
    }

    /** With another time for connections on which nothing moves, and for bodies. */
    public HttpConfig withIdleTimeout(Duration timeout) {
        return new HttpConfig(
                host, port, portKey, maxBodyBytes, maxHeaderBytes, maxRequestLineBytes, timeout, maxConnections, tls);
    }

    /** With TLS. */
    public HttpConfig withTls(TlsFiles files) {
        return new HttpConfig(
                host,
                port,
                portKey,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                maxConnections,
                Optional.of(files));
    }
}
