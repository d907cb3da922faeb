package io.bedrockmeter.alerts.board;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicFollower;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.Optional;

/** The board kept up to date from Kafka. While Kafka cannot be reached it stays as it is. */
public final class FollowedBoard implements BoardSource, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final Board board;
    private final TopicFollower follower;

    private FollowedBoard(KafkaSettings kafka) {
        this.kafka = kafka;
        this.board = new Board(kafka.topicPrefix(), Board.MAX_ALERTS);
        this.follower = TopicFollower.start(kafka, "alerts-board", Board.TOPICS, board);
    }

    /** Begins to read. The topics must exist. */
    public static FollowedBoard follow(KafkaSettings kafka) {
        return new FollowedBoard(kafka);
    }

    @Override
    public Optional<Board> board() {
        return follower.isCaughtUp() ? Optional.of(board) : Optional.empty();
    }

    @Override
    public void awaitBudget(long offset) throws InterruptedException {
        follower.awaitRead(kafka.name(Topics.BUDGETS), offset, PATIENCE);
    }

    /** Stops, within two seconds. */
    @Override
    public void close() {
        follower.close();
    }
}
