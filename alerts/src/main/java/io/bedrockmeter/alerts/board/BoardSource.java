package io.bedrockmeter.alerts.board;

import java.util.Optional;

/** Where the board of this process comes from. */
public interface BoardSource {

    /** The board; empty while not everything was read once. */
    Optional<Board> board();

    /**
     * Waits for a moment until the board knows a change of a budget.
     *
     * @param offset of the change on the budgets topic
     * @throws InterruptedException when interrupted
     */
    void awaitBudget(long offset) throws InterruptedException;
}
