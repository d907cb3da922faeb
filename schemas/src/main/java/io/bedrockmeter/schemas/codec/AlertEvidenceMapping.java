package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.AlertEvidence;
import java.util.Optional;

/** Wire form of {@link AlertEvidence}: a union whose first branch is null. */
final class AlertEvidenceMapping {

    private static final int NOTHING = 0;
    private static final int ANOMALY = 1;
    private static final int BLIND = 2;
    private static final int RESTATED = 3;
    private static final int BRANCHES = 4;

    private AlertEvidenceMapping() {}

    static void write(AvroWriter out, Optional<AlertEvidence> evidence) {
        AlertEvidence value = evidence.orElse(null);
        if (value instanceof AlertEvidence.Anomaly anomaly) {
            out.writeBranch(ANOMALY);
            BudgetParts.writeAmount(out, anomaly.usual());
            BudgetParts.writeAmount(out, anomaly.spread());
        } else if (value instanceof AlertEvidence.Blind blind) {
            out.writeBranch(BLIND);
            out.writeInstant(blind.since());
            out.writeString(blind.observed());
            out.writeString(blind.expected());
        } else if (value instanceof AlertEvidence.Restated restated) {
            out.writeBranch(RESTATED);
            BudgetParts.writeAmount(out, restated.before());
        } else {
            out.writeBranch(NOTHING);
        }
    }

    static Optional<AlertEvidence> read(AvroReader in) {
        return switch (in.readBranch(BRANCHES)) {
            case ANOMALY ->
                Optional.of(new AlertEvidence.Anomaly(BudgetParts.readAmount(in), BudgetParts.readAmount(in)));
            case BLIND -> Optional.of(new AlertEvidence.Blind(in.readInstant(), in.readString(), in.readString()));
            case RESTATED -> Optional.of(new AlertEvidence.Restated(BudgetParts.readAmount(in)));
            default -> Optional.empty();
        };
    }
}
