package io.bedrockmeter.client;

import java.nio.ByteBuffer;

/** Sees an answer pass by. Never throws. */
interface AnswerWatch {

    /** Bytes that pass; the buffer must be left as it is. */
    void bytes(ByteBuffer bytes);

    /** Nothing more comes. May be said more than once. */
    void end();
}
