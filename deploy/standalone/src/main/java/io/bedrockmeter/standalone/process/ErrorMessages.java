package io.bedrockmeter.standalone.process;

import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.http.HttpUnavailableException;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.standalone.kafka.StartupException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Tells the user why a command ended: one or a few lines, never a stack trace. */
public final class ErrorMessages {

    private ErrorMessages() {}

    /**
     * Prints what went wrong.
     *
     * @return the exit code that goes with it
     */
    public static int print(Throwable error, Console console) {
        if (error instanceof BadInputException || error instanceof InvalidConfigException) {
            console.error(message(error));
            return ExitCode.BAD_INPUT;
        }
        Optional<String> refused = refusedByKafka(error);
        if (refused.isPresent()) {
            console.error(refused.get());
            return ExitCode.FAILURE;
        }
        if (error instanceof StartupException
                || error instanceof ServiceStoppedException
                || error instanceof KafkaUnavailableException
                || error instanceof HttpUnavailableException) {
            console.error(message(error));
            return ExitCode.FAILURE;
        }
        if (error instanceof EndedException) {
            return ExitCode.FAILURE;
        }
        console.error("unexpected " + error.getClass().getSimpleName() + ": " + message(error) + details(error));
        return ExitCode.FAILURE;
    }

    /** Brokers that turn the client away do so deep inside of whatever was tried first. */
    private static Optional<String> refusedByKafka(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException) {
                return Optional.of("Kafka refuses the credentials or the certificate: " + message(cause)
                        + "; check kafka.properties, or the file of --kafka-properties");
            }
            if (cause instanceof AuthorizationException) {
                return Optional.of("Kafka does not allow this: " + message(cause)
                        + "; the brokers' access rules decide what this user may do");
            }
        }
        return Optional.empty();
    }

    private static String message(Throwable error) {
        return error.getMessage() == null ? "no further message" : error.getMessage();
    }

    /** The stack trace goes to a file that can be attached to a report. */
    private static String details(Throwable error) {
        try {
            Path file = Files.createTempFile("bedrock-meter-error-", ".log");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                error.printStackTrace(writer);
            }
            return "\ndetails in " + file;
        } catch (IOException e) {
            return "\n(details could not be written: " + e + ")";
        }
    }
}
