package io.bedrockmeter.metering.topology;

import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Refuses records that decode but cannot be true, whoever wrote them to the topic. */
final class RecordCheck {

    /** Largest quantity of one unit in one request. */
    static final long MAX_QUANTITY = 1_000_000_000_000L;

    /** CloudWatch Logs takes events up to two hours ahead (PutLogEvents). */
    static final Duration MAX_AHEAD = Duration.ofHours(2);

    static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private static final long EARLIEST_MS = EARLIEST.toEpochMilli();

    /** What is wrong. */
    record Problem(RejectionCode code, String field, String reason) {}

    Optional<Problem> problem(byte[] key, InvocationView invocation, long nowMs) {
        if (!invocation.isAbout(key)) {
            return keyProblem();
        }
        long timestampMs = invocation.timestampMs();
        if (timestampMs < EARLIEST_MS || timestampMs > nowMs + MAX_AHEAD.toMillis()) {
            return Optional.of(new Problem(
                    RejectionCode.TIMESTAMP_OUT_OF_RANGE,
                    "timestamp",
                    "timestamp " + Instant.ofEpochMilli(timestampMs) + " is not between " + EARLIEST
                            + " and two hours from now"));
        }
        for (int i = 0; i < Unit.count(); i++) {
            long quantity = invocation.quantities().get(Unit.at(i));
            if (quantity < 0 || quantity > MAX_QUANTITY) {
                String field = "quantities." + Unit.at(i).fieldName();
                return Optional.of(new Problem(
                        RejectionCode.INVALID_FIELD,
                        field,
                        field + " is " + quantity + ", expected 0 to " + MAX_QUANTITY));
            }
        }
        return Optional.empty();
    }

    Optional<Problem> problem(byte[] key, TagEvent event) {
        return isKey(key, event.requestId()) ? Optional.empty() : keyProblem();
    }

    /** An adjustment older than {@code horizon} might repeat one that is forgotten. */
    Optional<Problem> problem(byte[] key, Adjustment adjustment, Instant now, Duration horizon) {
        if (!isKey(key, adjustment.requestId())) {
            return keyProblem();
        }
        if (adjustment.replaced().sign() != 1) {
            return Optional.of(new Problem(
                    RejectionCode.INVALID_FIELD, "replaced.sign", "replaced.sign is not 1: only an entry is adjusted"));
        }
        Instant madeAt = adjustment.madeAt();
        return madeAt.isBefore(now.minus(horizon)) || madeAt.isAfter(now.plus(MAX_AHEAD))
                ? Optional.of(new Problem(
                        RejectionCode.TIMESTAMP_OUT_OF_RANGE,
                        "madeAt",
                        "madeAt " + madeAt + " is not within " + horizon
                                + " before and two hours after now: rerate again"))
                : Optional.empty();
    }

    private static Optional<Problem> keyProblem() {
        return Optional.of(new Problem(
                RejectionCode.INVALID_FIELD, "requestId", "requestId is empty or not the key of the record"));
    }

    private static boolean isKey(byte[] key, String requestId) {
        return !requestId.isEmpty() && Arrays.equals(key, requestId.getBytes(StandardCharsets.UTF_8));
    }
}
