package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.runtime.config.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bucket, or a part of one, that Bedrock delivers logs to.
 *
 * @param bucket its name
 * @param prefix what its keys have before {@code AWSLogs/}, empty or ending with a slash
 * @param region its Region
 * @param roleArn role to assume for it, empty for the credentials of this process
 * @param externalId external id that the role asks for
 * @param from hour to begin with at the very first start; without it, the look-back before that start
 * @param queueUrl SQS queue that is told of new objects; then the bucket is listed once an hour only
 * @param cacheTtlFromBodies whether off-loaded output bodies are read where a record has cache writes and does not tell
 *     their time to live
 */
public record LogBucket(
        String bucket,
        String prefix,
        String region,
        Optional<String> roleArn,
        Optional<String> externalId,
        Optional<Instant> from,
        Optional<String> queueUrl,
        boolean cacheTtlFromBodies) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");
    private static final Pattern QUEUE = Pattern.compile("https?://.+/.+");

    public LogBucket {
        List<String> problems = new ArrayList<>();
        if (!NAME.matcher(bucket).matches()) {
            problems.add("bucket is \"" + bucket + "\": expected the name of a bucket");
        }
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            problems.add("prefix of " + bucket + " is \"" + prefix + "\": expected a slash at its end");
        }
        if (!REGION.matcher(region).matches()) {
            problems.add("region of " + bucket + " is \"" + region + "\": expected one such as us-east-1");
        }
        roleArn.filter(role -> !ROLE.matcher(role).matches())
                .ifPresent(role -> problems.add("role of " + bucket + " is \"" + role
                        + "\": expected an ARN such as arn:aws:iam::111122223333:role/name"));
        if (externalId.isPresent() && roleArn.isEmpty()) {
            problems.add("external id of " + bucket + ": expected a role with it");
        }
        queueUrl.filter(url -> !QUEUE.matcher(url).matches())
                .ifPresent(url -> problems.add("queue of " + bucket + " is \"" + url + "\": expected its URL"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** A bucket of the own account, read from now on. */
    public static LogBucket of(String bucket, String region) {
        return new LogBucket(
                bucket, "", region, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Reads one item of {@code inputs.s3.buckets}; empty when a problem was noted. */
    static Optional<LogBucket> read(Section section) {
        String bucket = section.text("bucket", "");
        String prefix = section.text("prefix", "");
        String region = section.text("region", "");
        Optional<String> role = section.text("roleArn");
        Optional<String> externalId = section.text("externalId");
        Optional<Instant> from = section.parsed("from", "a time such as 2026-11-01T00:00:00Z", LogBucket::instant);
        Optional<String> queue = section.text("queueUrl");
        boolean bodies = section.flag("cacheTtlFromBodies", false);
        try {
            return Optional.of(new LogBucket(bucket, prefix, region, role, externalId, from, queue, bodies));
        } catch (IllegalArgumentException e) {
            section.problem("bucket", "'" + bucket + "'", "a bucket that can be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Its name in checkpoints, invocations and dead letters: {@code s3://bucket/prefix}. */
    public String source() {
        return source("");
    }

    /** The name of one of its objects. */
    String source(String key) {
        return "s3://" + bucket + "/" + (key.isEmpty() ? prefix : key);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
