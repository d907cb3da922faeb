package io.bedrockmeter.metering.http;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * One message of a stream, as sent (HTML living standard, server-sent events).
 *
 * @param revision what it says; a client that had it last does not get it again
 * @param asOf everything rated until then is in it, {@link Instant#MIN} for no answer
 * @param text all lines with the empty one at the end
 */
record StreamMessage(String revision, Instant asOf, Buffer text) {

    /** An answer. Its revision is the id, which a client that comes back names in Last-Event-ID. */
    static StreamMessage of(Answer answer) {
        String revision = answer.revision();
        return new StreamMessage(
                revision,
                answer.asOf(),
                Buffer.buffer("event: usage\nid: " + revision + "\ndata: ")
                        .appendBuffer(AnswerJson.of(answer))
                        .appendString("\n\n"));
    }

    /** Why there is no answer at this moment. Has no id: it is nothing to go on from. */
    static StreamMessage problem(String name, Buffer json) {
        return new StreamMessage(
                "problem:" + name,
                Instant.MIN,
                Buffer.buffer("event: problem\ndata: ").appendBuffer(json).appendString("\n\n"));
    }
}
