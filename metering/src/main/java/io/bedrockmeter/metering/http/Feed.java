package io.bedrockmeter.metering.http;

import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/** One question that is answered again and again for everybody who asked it. Used from one event loop only. */
final class Feed {

    private final UsageRequest request;
    private final long intervalNs;
    private final Set<StreamClient> clients = new LinkedHashSet<>();
    private StreamMessage latest;
    private long askedNs;
    private long changesSeen;
    private Instant changedAt;
    private boolean asking;

    /** @param first the answer to begin with */
    Feed(UsageRequest request, StreamMessage first, Duration interval, long changes, Instant now, long nowNs) {
        this.request = request;
        this.latest = first;
        this.intervalNs = interval.toNanos();
        this.changesSeen = changes;
        this.askedNs = nowNs;
        this.changedAt = now;
    }

    UsageRequest request() {
        return request;
    }

    void join(StreamClient client) {
        clients.add(client);
    }

    void leave(StreamClient client) {
        clients.remove(client);
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /**
     * Whether to ask again now: after a change, and on until an answer is as of a later time than the change was seen, since
     * what was read may reach the totals a moment later.
     */
    boolean isDue(long changes, boolean always, long nowNs) {
        boolean changed = changes != changesSeen;
        return !asking
                && nowNs - askedNs >= intervalNs
                && (always || changed || latest.asOf().isBefore(changedAt));
    }

    void asking(long changes, Instant now, long nowNs) {
        changedAt = changes != changesSeen ? now : changedAt;
        changesSeen = changes;
        askedNs = nowNs;
        asking = true;
    }

    void answered(StreamMessage answer) {
        latest = answer;
        asking = false;
    }

    /** Tells why the numbers stand still, and tries again. */
    void failed(Throwable cause) {
        asking = false;
        if (Replies.problem(cause) instanceof ProblemException refused) {
            Problem problem = refused.problem();
            latest = StreamMessage.problem(problem.code().wireName(), problem.toJson());
        }
    }

    void offer(String heartbeat, long nowNs) {
        clients.forEach(client -> client.offer(latest, heartbeat, nowNs));
    }

    void end() {
        new ArrayList<>(clients).forEach(StreamClient::end);
    }
}
