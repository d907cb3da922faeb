package io.bedrockmeter.ingest.refusal;

import io.bedrockmeter.schemas.model.RejectionCode;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one document, so that all of it is said at once. Not thread-safe. */
public final class Problems {

    private static final int MAX_LISTED = 8;

    private final List<String> reasons = new ArrayList<>(0);
    private RejectionCode code = RejectionCode.INVALID_FIELD;
    private String field = "";

    /** Adds a problem; the first one decides code and field of the rejection. */
    public void add(RejectionCode problem, String path, String reason) {
        if (reasons.isEmpty()) {
            code = problem;
            field = path;
        }
        if (reasons.size() < MAX_LISTED) {
            reasons.add(reason);
        }
    }

    /** A required field is absent. */
    public void missing(String path, String expected) {
        add(RejectionCode.MISSING_FIELD, path, path + " is missing: expected " + expected);
    }

    /** A field is there but cannot be believed. */
    public void invalid(String path, String expected) {
        add(RejectionCode.INVALID_FIELD, path, path + ": expected " + expected);
    }

    public boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** The rejection that says all of it. */
    public Rejection rejection(String requestId) {
        return new Rejection(code, field, String.join("; ", reasons), requestId);
    }
}
