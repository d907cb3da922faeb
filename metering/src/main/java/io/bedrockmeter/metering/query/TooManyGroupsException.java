package io.bedrockmeter.metering.query;

/** A question tells apart more groups than allowed. */
public final class TooManyGroupsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyGroupsException(int limit) {
        super("more than " + limit + " groups", null, false, false);
    }
}
