package io.bedrockmeter.runtime.http;

import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes connections beyond a number: each costs memory, whether it asks for something or not. */
final class ConnectionLimit {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int most) {
        this.most = most;
    }

    void admit(HttpConnection connection) {
        connection.closeHandler(closed -> open.decrementAndGet());
        if (open.incrementAndGet() > most) {
            connection.close();
        }
    }
}
