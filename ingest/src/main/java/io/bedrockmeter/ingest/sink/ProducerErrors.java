package io.bedrockmeter.ingest.sink;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Which errors of a transactional producer cannot be cured by aborting and sending again. */
final class ProducerErrors {

    private static final int MAX_CAUSES = 16;

    private ProducerErrors() {}

    /** What to tell the operator about an error that sending again cannot cure, empty when it can. */
    static Optional<String> fatal(Throwable error, String transactionalId) {
        Throwable cause = error;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String advice = advice(cause, transactionalId);
            if (!advice.isEmpty()) {
                return Optional.of(advice);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static String advice(Throwable cause, String transactionalId) {
        if (cause instanceof ProducerFencedException) {
            return "fenced: another instance writes with transactional id " + transactionalId
                    + ", or this one stood still longer than the transaction timeout. Give each instance its own id";
        }
        if (cause instanceof AuthorizationException) {
            return "not allowed to write: grant this client write access to the topics and to transactional id "
                    + transactionalId;
        }
        if (cause instanceof AuthenticationException) {
            return "authentication failed: check the client's credentials";
        }
        if (cause instanceof UnsupportedVersionException) {
            return "the brokers are too old for transactions";
        }
        if (cause instanceof RecordTooLargeException) {
            return "a record is larger than the brokers accept: raise message.max.bytes to 1 MiB or more";
        }
        if (cause instanceof InvalidTopicException || cause instanceof SerializationException) {
            return "the record can never be written";
        }
        return "";
    }
}
