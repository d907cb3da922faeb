package io.bedrockmeter.metering.rerate;

/** The range holds more corrections than fit in memory at once. The message is meant for the operator. */
public final class RangeTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RangeTooLargeException(int most) {
        super("the range has more than " + most + " corrections in one partition of the ledger: rerate it in parts,"
                + " for example day by day");
    }
}
