package io.bedrockmeter.standalone.report;

import io.bedrockmeter.schemas.model.RejectionCode;

/**
 * An input that could not be metered.
 *
 * @param origin where: a path, with line or position where one can be told
 * @param code stable reason
 * @param reason the same for people, never quoting content
 */
public record RefusedInput(String origin, RejectionCode code, String reason) {

    @Override
    public String toString() {
        return origin + ": " + reason + " (" + code + ")";
    }
}
