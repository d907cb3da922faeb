package io.bedrockmeter.metering.http;

import java.time.Duration;

/**
 * What one instance does for those who ask, at most.
 *
 * @param maxGroups groups of one answer, and windows of one range
 * @param maxCutGroups groups that are added up where {@code top} cuts the answer
 * @param maxStreams streams open at once
 * @param threads answers worked on at once; as many again for peers
 * @param waiting answers that wait for a thread
 * @param deadline longest time to work on an answer
 * @param peerDeadline longest time to wait for another instance
 * @param streamInterval least time between two messages of a stream
 * @param heartbeat longest silence of a stream
 */
public record QueryLimits(
        int maxGroups,
        int maxCutGroups,
        int maxStreams,
        int threads,
        int waiting,
        Duration deadline,
        Duration peerDeadline,
        Duration streamInterval,
        Duration heartbeat) {

    /** The documented limits. */
    public static QueryLimits defaults() {
        return new QueryLimits(
                10_000,
                200_000,
                100,
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                32,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15));
    }

    /** With other deadlines. */
    public QueryLimits withDeadlines(Duration newDeadline, Duration newPeerDeadline) {
        return new QueryLimits(
                maxGroups,
                maxCutGroups,
                maxStreams,
                threads,
                waiting,
                newDeadline,
                newPeerDeadline,
                streamInterval,
                heartbeat);
    }

    /** With other streams. */
    public QueryLimits withStreams(int newMaxStreams, Duration newInterval, Duration newHeartbeat) {
        return new QueryLimits(
                maxGroups,
                maxCutGroups,
                newMaxStreams,
                threads,
                waiting,
                deadline,
                peerDeadline,
                newInterval,
                newHeartbeat);
    }

    /** With other sizes of answers. */
    public QueryLimits withGroups(int newMaxGroups, int newMaxCutGroups) {
        return new QueryLimits(
                newMaxGroups,
                newMaxCutGroups,
                maxStreams,
                threads,
                waiting,
                deadline,
                peerDeadline,
                streamInterval,
                heartbeat);
    }
}
