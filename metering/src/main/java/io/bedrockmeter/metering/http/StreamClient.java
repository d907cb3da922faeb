package io.bedrockmeter.metering.http;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * Somebody who listens. At most one answer waits to be sent: while the connection is full nothing is written, and when it
 * drains the client gets the latest answer rather than all it missed.
 */
final class StreamClient {

    private final HttpServerResponse response;
    private final long intervalNs;
    private final long heartbeatNs;
    private String had;
    private long answeredNs;
    private long writtenNs;

    /** @param had revision of the answer that it has */
    StreamClient(HttpServerResponse response, Duration interval, Duration heartbeat, String had, long nowNs) {
        this.response = response;
        this.intervalNs = interval.toNanos();
        this.heartbeatNs = heartbeat.toNanos();
        this.had = had;
        this.answeredNs = nowNs - intervalNs;
        this.writtenNs = nowNs;
    }

    /** Sends a message unless the client has it, had one just now or is slow; else tells that the line is alive. */
    void offer(StreamMessage latest, String heartbeat, long nowNs) {
        if (response.closed() || response.writeQueueFull()) {
            return;
        }
        if (!latest.revision().equals(had) && nowNs - answeredNs >= intervalNs) {
            response.write(latest.text().copy());
            had = latest.revision();
            answeredNs = nowNs;
            writtenNs = nowNs;
        } else if (nowNs - writtenNs >= heartbeatNs) {
            response.write(": " + heartbeat + "\n\n");
            writtenNs = nowNs;
        }
    }

    void end() {
        if (!response.closed() && !response.ended()) {
            response.end();
        }
    }
}
