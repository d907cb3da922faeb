package io.bedrockmeter.bench.arm;

/** An arm arrived at other totals than the oracle: what it took to get there does not count. */
public final class WrongTotalsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongTotalsException(String message) {
        super(message);
    }
}
