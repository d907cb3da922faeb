package io.bedrockmeter.runtime.http;

/** Whether a part of a service can do its work. */
public sealed interface Health {

    /** It can. */
    record Up() implements Health {}

    /**
     * It can, but for a part. Told, and no reason to keep requests away.
     *
     * @param reason what is not well
     */
    record Impaired(String reason) implements Health {}

    /** It cannot, and why. */
    record Down(String reason) implements Health {}
}
