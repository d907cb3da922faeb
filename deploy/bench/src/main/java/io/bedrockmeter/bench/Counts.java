package io.bedrockmeter.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers such as 500k and 4M. */
final class Counts implements ITypeConverter<Long> {

    private static final long THOUSAND = 1_000;
    private static final long MILLION = 1_000_000;

    @Override
    public Long convert(String text) {
        try {
            if (text.endsWith("k")) {
                return Math.multiplyExact(digits(text), THOUSAND);
            }
            return text.endsWith("M") ? Math.multiplyExact(digits(text), MILLION) : Long.valueOf(text);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no number such as 250000, 500k or 4M");
        }
    }

    private static long digits(String text) {
        return Long.parseLong(text.substring(0, text.length() - 1));
    }
}
