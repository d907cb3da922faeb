package io.bedrockmeter.metering.rerate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to price again.
 *
 * @param asOf when this was asked; the range must have ended by then
 * @param from first time of calls
 * @param to first time of calls that is left out
 * @param model base model id, all models where empty
 * @param reason why, for the ledger; 1 to {@value #MAX_REASON_LENGTH} characters
 */
public record RerateRequest(Instant asOf, Instant from, Instant to, Optional<String> model, String reason) {

    /** Longest reason: it is repeated on every line that is entered. */
    public static final int MAX_REASON_LENGTH = 200;

    /**
     * Checks the request.
     *
     * @throws IllegalArgumentException naming every problem
     */
    public RerateRequest {
        reason = reason.strip();
        List<String> problems = new ArrayList<>();
        if (!from.isBefore(to)) {
            problems.add("from " + from + " is not before to " + to);
        }
        if (to.isAfter(asOf)) {
            problems.add("to " + to + " is in the future: expected a range that has ended by " + asOf);
        }
        if (reason.isEmpty() || reason.length() > MAX_REASON_LENGTH) {
            problems.add("reason has " + reason.length() + " characters, expected 1 to " + MAX_REASON_LENGTH);
        }
        if (model.isPresent() && model.get().isBlank()) {
            problems.add("model is empty, expected a base model id such as amazon.nova-micro-v1:0");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Names this run: the same for the same request, whichever of its adjustments carries it. */
    public String id() {
        return asOf + "/" + from + "/" + to + model.map(name -> "/" + name).orElse("");
    }
}
