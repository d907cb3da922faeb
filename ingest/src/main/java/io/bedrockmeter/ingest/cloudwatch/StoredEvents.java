package io.bedrockmeter.ingest.cloudwatch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Finds single events of log groups again. Not thread-safe. */
public final class StoredEvents implements AutoCloseable {

    private static final int MOST_TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final Optional<String> roleArn;
    private final Optional<String> externalId;
    private final LogClients clients = new LogClients(CloudWatchConfig.BEDROCK_STREAM);

    /**
     * @param roleArn role to assume, empty for the credentials of this process
     * @param externalId external id that the role asks for
     */
    public StoredEvents(Optional<String> roleArn, Optional<String> externalId) {
        this.roleArn = roleArn;
        this.externalId = externalId;
    }

    /**
     * Reads a log group until all events are found, or the range of event time is at its end.
     *
     * @param account account of the group, as its origins name it
     * @return messages by event id, of those that were found
     * @throws IOException when CloudWatch Logs refuses or does not answer, with its reason
     */
    public Map<String, String> find(
            String account, String region, String logGroup, Set<String> eventIds, Instant from, Instant to)
            throws IOException {
        boolean foreign = roleArn.isEmpty() && account.chars().allMatch(Character::isDigit);
        String identifier = foreign ? "arn:aws:logs:" + region + ":" + account + ":log-group:" + logGroup : logGroup;
        LogGroup group;
        try {
            group = new LogGroup(identifier, region, roleArn, externalId, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new IOException("the log group cannot be asked for: " + e.getMessage(), e);
        }
        Range range = new Range(from.toEpochMilli(), to.toEpochMilli());
        Set<String> missing = new HashSet<>(eventIds);
        Map<String, String> found = new HashMap<>();
        String token = "";
        do {
            Page page = fetch(group, range, token);
            for (LogEvent event : page.events()) {
                if (missing.remove(event.id())) {
                    found.put(event.id(), event.message());
                }
            }
            token = page.nextToken();
        } while (!token.isEmpty() && !missing.isEmpty());
        return found;
    }

    @Override
    public void close() {
        clients.close();
    }

    private Page fetch(LogGroup group, Range range, String token) throws IOException {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return clients.fetch(group, range, token).join();
            } catch (CompletionException e) {
                FailureKind kind = FailureKind.of(e, !token.isEmpty());
                if (kind != FailureKind.THROTTLED || tries == MOST_TRIES) {
                    throw new IOException("CloudWatch Logs does not give it: " + FailureKind.describe(e), e);
                }
                sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
