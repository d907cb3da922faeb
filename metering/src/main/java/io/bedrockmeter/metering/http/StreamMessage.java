package io.bedrockmeter.metering.http;

import io.vertx.core.buffer.Buffer;

/**
 * One message of a stream, as sent (HTML living standard, server-sent events).
 *
 * @param revision what it says; a client that had it last does not get it again
 * @param text all lines with the empty one at the end
 */
record StreamMessage(String revision, Buffer text) {

    /** An answer. Its revision is the id, which a client that comes back names in Last-Event-ID. */
    static StreamMessage of(Answer answer) {
        String revision = answer.revision();
        return new StreamMessage(
                revision,
                Buffer.buffer("event: usage\nid: " + revision + "\ndata: ")
                        .appendBuffer(AnswerJson.of(answer))
                        .appendString("\n\n"));
    }

    /** Why there is no answer for now. Has no id: it is nothing to go on from. */
    static StreamMessage problem(String name, Buffer json) {
        return new StreamMessage(
                "problem:" + name,
                Buffer.buffer("event: problem\ndata: ").appendBuffer(json).appendString("\n\n"));
    }
}
