package io.bedrockmeter.ingest.s3;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Counts what the reading of a bucket does, and tells when it begins to fail and when it works again. Thread-safe. */
final class BucketMeter {

    private static final Logger LOG = LoggerFactory.getLogger(BucketMeter.class);
    private static final Pattern NAME_TIME = Pattern.compile(".*/(\\d{8}T\\d{6})\\d{3}Z_[^/]*");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final String source;
    private final Clock clock;
    private Optional<Instant> lastPoll = Optional.empty();
    private Optional<Instant> completeAt = Optional.empty();
    private final Map<String, Instant> completeUntil = new HashMap<>();
    private Duration lag = Duration.ZERO;
    private long objects;
    private long rejected;
    private long throttled;
    private long failed;
    private String problem = "";

    BucketMeter(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized void answered() {
        lastPoll = Optional.of(clock.instant());
        if (!problem.isEmpty()) {
            problem = "";
            LOG.atInfo().addKeyValue("source", source).log("bucket answers again");
        }
    }

    synchronized void failed(Exception error) {
        if (error instanceof AwsServiceException answer && answer.isThrottlingException()) {
            throttled++;
        } else {
            failed++;
        }
        String reason = describe(error);
        if (!reason.equals(problem)) {
            problem = reason;
            LOG.atWarn()
                    .addKeyValue("source", source)
                    .addKeyValue("reason", reason)
                    .log("bucket cannot be read, trying again");
        }
    }

    synchronized void read(String key) {
        objects++;
        Matcher named = NAME_TIME.matcher(key);
        if (named.matches()) {
            try {
                lag = Duration.between(TIME.parse(named.group(1), Instant::from), clock.instant());
            } catch (DateTimeException e) {
                // Digits that are no time: this name says nothing about the lag.
                return;
            }
        }
    }

    /** Nothing is left to be read of what could be seen then. */
    synchronized void completeAt(Instant looked) {
        completeAt = Optional.of(looked);
    }

    synchronized void rejected(int more) {
        rejected += more;
    }

    /** @param part the account and Region of which everything before {@code until} has been read */
    synchronized void complete(String part, Instant until) {
        completeUntil.put(part, until);
    }

    synchronized BucketStatus status() {
        return new BucketStatus(
                source,
                lastPoll,
                completeAt,
                completeUntil.values().stream().min(Instant::compareTo),
                lag,
                objects,
                rejected,
                throttled,
                failed,
                problem);
    }

    private static String describe(Exception error) {
        if (error instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return answer.awsErrorDetails().errorCode() + ": "
                    + answer.awsErrorDetails().errorMessage();
        }
        return error.getClass().getSimpleName() + ": " + error.getMessage();
    }
}
