package io.bedrockmeter.runtime.http.jwt;

import io.bedrockmeter.runtime.http.FileWatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys of an issuer up to date. While they cannot be had, or what comes is no key set, the old ones stay in force.
 * Thread-safe.
 */
final class KeySource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_SET = 256 << 10;

    private final Vertx vertx;
    private final JwtConfig config;
    private final Optional<HttpClient> http;
    private final FileWatch watch;
    private final long timer;
    private volatile Optional<Future<Void>> underWay = Optional.empty();
    private volatile KeySet keys = KeySet.EMPTY;
    private volatile long lastAskedNanos;

    private KeySource(Vertx vertx, JwtConfig config) {
        this.vertx = vertx;
        this.config = config;
        boolean url = config.jwks() instanceof JwksLocation.Url;
        this.http = url
                ? Optional.of(vertx.createHttpClient(new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()))
                        .setMaxHeaderSize(16 << 10)))
                : Optional.empty();
        this.watch = config.jwks() instanceof JwksLocation.File file
                ? FileWatch.start(vertx, List.of(file.path()), config.refresh(), this::refresh)
                : FileWatch.NONE;
        this.timer = url ? vertx.setPeriodic(config.refresh().toMillis(), tick -> refresh()) : -1;
    }

    /** Starts; the keys come soon after. */
    static KeySource start(Vertx vertx, JwtConfig config) {
        KeySource source = new KeySource(vertx, config);
        source.refresh();
        return source;
    }

    KeySet keys() {
        return keys;
    }

    /** Reads the keys again unless that has been done lately; succeeds when they are read, or will not be. */
    Future<Void> refreshForUnknownKey() {
        Optional<Future<Void>> current = underWay;
        if (current.isPresent()) {
            return current.get();
        }
        boolean lately =
                System.nanoTime() - lastAskedNanos < config.unknownKeyInterval().toNanos();
        return lately ? Future.succeededFuture() : refresh();
    }

    @Override
    public void close() {
        watch.close();
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        http.ifPresent(HttpClient::close);
    }

    private synchronized Future<Void> refresh() {
        Optional<Future<Void>> current = underWay;
        if (current.isPresent()) {
            return current.get();
        }
        lastAskedNanos = System.nanoTime();
        Promise<Void> read = Promise.promise();
        underWay = Optional.of(read.future());
        load().map(this::taken).otherwise(this::oldKept).onComplete(done -> {
            // First: whoever is told may ask for a key that is newer still.
            underWay = Optional.empty();
            read.complete();
        });
        return read.future();
    }

    private Future<Buffer> load() {
        if (config.jwks() instanceof JwksLocation.Url url) {
            return fetch(url.uri());
        }
        Path path = ((JwksLocation.File) config.jwks()).path();
        return vertx.executeBlocking(() -> {
            if (Files.size(path) > LONGEST_SET) {
                throw new IOException("more than " + LONGEST_SET + " bytes");
            }
            return Buffer.buffer(Files.readAllBytes(path));
        });
    }

    private Future<Buffer> fetch(URI uri) {
        RequestOptions request = new RequestOptions()
                .setAbsoluteURI(uri.toString())
                .setMethod(HttpMethod.GET)
                .setFollowRedirects(false)
                .setTimeout(PATIENCE.toMillis())
                .setIdleTimeout(PATIENCE.toMillis());
        return http.orElseThrow()
                .request(request)
                .compose(asked -> asked.send().compose(KeySource::body))
                .timeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.request().reset();
            return Future.failedFuture(new IOException("HTTP " + response.statusCode()));
        }
        Buffer body = Buffer.buffer();
        response.handler(piece -> {
            if (body.length() + piece.length() > LONGEST_SET) {
                response.request().reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        return response.end().map(body);
    }

    private boolean taken(Buffer json) {
        try {
            KeySet read = KeySet.read(vertx, config, json);
            keys = read;
            LOG.atDebug().addKeyValue("keys", read.size()).log("keys for tokens read");
            return true;
        } catch (KeySet.UnusableException e) {
            return oldKept(e);
        }
    }

    private boolean oldKept(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("jwks", config.jwks())
                .addKeyValue("keysInForce", keys.size())
                .addKeyValue("reason", cause.toString())
                .log("the keys for tokens cannot be read, the old ones stay");
        return false;
    }
}
