package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.ingest.sink.CheckpointSink;
import io.bedrockmeter.schemas.model.Checkpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** One bucket: finds the accounts and Regions in it, lists them now and then, hears of new objects. For one thread. */
final class BucketTail {

    private static final Duration LISTING_WITH_QUEUE = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MAX_DOUBLINGS = 10;
    private static final int MESSAGES = 10;
    private static final int QUEUE_WAIT_SECONDS = 1;

    private final S3Config config;
    private final LogBucket bucket;
    private final BucketClients clients;
    private final Clock clock;
    private final CheckpointSink sink;
    private final Runnable commit;
    private final ObjectReader objects;
    private final BucketMeter meter;
    private final Map<String, Checkpoint> known;
    private final Map<String, LogRoot> roots = new LinkedHashMap<>();
    private Instant lookedAt = Instant.EPOCH;
    private int failures;
    private long notBeforeNanos = System.nanoTime();
    private long nextListingNanos = System.nanoTime();

    BucketTail(
            S3Config config,
            LogBucket bucket,
            BucketClients clients,
            Clock clock,
            CheckpointSink sink,
            Runnable commit,
            ObjectReader objects,
            BucketMeter meter,
            Map<String, Checkpoint> known) {
        this.config = config;
        this.bucket = bucket;
        this.clients = clients;
        this.clock = clock;
        this.sink = sink;
        this.commit = commit;
        this.objects = objects;
        this.meter = meter;
        this.known = known;
    }

    /** Lists or reads a little; whether there was anything. */
    boolean poll() {
        if (System.nanoTime() - notBeforeNanos < 0) {
            return false;
        }
        try {
            boolean progress = step();
            failures = 0;
            return progress;
        } catch (SdkException | IOException e) {
            meter.failed(e);
            long pause = FIRST_PAUSE.toNanos() << Math.min(failures++, MAX_DOUBLINGS);
            notBeforeNanos = System.nanoTime() + Math.min(pause, LONGEST_PAUSE.toNanos());
            return false;
        }
    }

    BucketStatus status() {
        return meter.status();
    }

    void close() {
        clients.close();
    }

    private boolean step() throws IOException {
        if (System.nanoTime() - nextListingNanos >= 0) {
            lookedAt = clock.instant();
            findRoots();
            roots.values().forEach(LogRoot::beginListing);
            Duration pause = bucket.queueUrl().isPresent() ? LISTING_WITH_QUEUE : config.poll();
            nextListingNanos = System.nanoTime() + pause.toNanos();
        }
        boolean progress = false;
        for (LogRoot root : roots.values()) {
            if (root.isBusy()) {
                root.step();
                progress = true;
            }
        }
        if (!progress) {
            meter.completeAt(lookedAt);
        }
        return progress
                || clients.sqs().isPresent()
                        && hear(clients.sqs().get(), bucket.queueUrl().orElse(""));
    }

    /** Reads what messages name; they are deleted only when that is committed, so a crash brings them again. */
    private boolean hear(SqsClient sqs, String queue) throws IOException {
        Instant asked = clock.instant();
        List<Message> messages = sqs.receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(MESSAGES).waitTimeSeconds(QUEUE_WAIT_SECONDS))
                .messages();
        meter.answered();
        for (Message message : messages) {
            for (LogObject object : Notifications.objects(message.body(), bucket)) {
                if (!objects.isRead(object) && !objects.read(object)) {
                    return true;
                }
            }
            commit.run();
            sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
        }
        if (messages.isEmpty()) {
            lookedAt = asked;
        }
        return !messages.isEmpty();
    }

    private void findRoots() {
        for (String account : folders(bucket.prefix() + "AWSLogs/")) {
            for (String region : folders(account + "BedrockModelInvocationLogs/")) {
                roots.computeIfAbsent(region, this::root);
            }
        }
    }

    private LogRoot root(String prefix) {
        Optional<Checkpoint> checkpoint = Optional.ofNullable(known.get(LogRoot.source(bucket, prefix)));
        return new LogRoot(bucket, prefix, clients.s3(), clock, config.lookBack(), sink, objects, meter, checkpoint);
    }

    private List<String> folders(String prefix) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket.bucket())
                .prefix(prefix)
                .delimiter("/")
                .build();
        List<String> folders = new ArrayList<>();
        clients.s3().listObjectsV2Paginator(request).commonPrefixes().stream()
                .map(CommonPrefix::prefix)
                .forEach(folders::add);
        meter.answered();
        return folders;
    }
}
