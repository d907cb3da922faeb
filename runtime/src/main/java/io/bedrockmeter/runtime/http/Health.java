package io.bedrockmeter.runtime.http;

/** Whether a part of a service can do its work. */
public sealed interface Health {

    /** It can. */
    record Up() implements Health {}

    /** It cannot, and why. */
    record Down(String reason) implements Health {}
}
