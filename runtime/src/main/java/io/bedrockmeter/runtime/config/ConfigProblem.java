package io.bedrockmeter.runtime.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param place where it stands: file and line, or the name of an environment variable
 * @param key the key with its path, for example {@code kafka.partitions}; empty when the file as a whole is meant
 * @param found what stands there, masked where it may be secret
 * @param expected what should stand there
 */
public record ConfigProblem(String place, String key, String found, String expected) {

    private static final int LONGEST_QUOTE = 64;

    public ConfigProblem {
        found = found.length() <= LONGEST_QUOTE ? found : found.substring(0, LONGEST_QUOTE) + "…";
    }

    /** One line for people. */
    public String message() {
        String subject = key.isEmpty() ? place : place + ": " + key;
        return subject + ": found " + found + ", expected " + expected;
    }
}
