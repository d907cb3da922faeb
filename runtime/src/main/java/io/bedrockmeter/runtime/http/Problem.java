package io.bedrockmeter.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An error as problem details (RFC 9457). Never quotes a request body.
 *
 * @param code what kind of error
 * @param detail what happened this time, for people
 * @param faults the parameters or fields at fault, each with what was expected
 * @param retryAfter when asking again may help
 */
public record Problem(ErrorCode code, String detail, List<Fault> faults, Optional<Duration> retryAfter) {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:bedrockmeter:problem:";

    /**
     * One thing at fault.
     *
     * @param parameter name of the parameter, header or field
     * @param detail what is wrong with it and what was expected
     */
    public record Fault(String parameter, String detail) {}

    public Problem {
        faults = List.copyOf(faults);
    }

    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, List.of(), Optional.empty());
    }

    /** A problem that may be over after a while. */
    public static Problem passing(ErrorCode code, String detail, Duration retryAfter) {
        return new Problem(code, detail, List.of(), Optional.of(retryAfter));
    }

    /** Parameters that cannot be used. */
    public static Problem parameters(List<Fault> faults) {
        String detail = faults.size() == 1
                ? faults.get(0).parameter() + ": " + faults.get(0).detail()
                : faults.size() + " parameters cannot be used, see errors";
        return new Problem(ErrorCode.INVALID_PARAMETER, detail, faults, Optional.empty());
    }

    /** The JSON text. */
    public Buffer toJson() {
        JsonObject json = new JsonObject()
                .put("type", TYPE_PREFIX + code.wireName())
                .put("title", code.title())
                .put("status", code.status())
                .put("code", code.wireName())
                .put("detail", detail)
                .put("remedy", code.remedy());
        if (!faults.isEmpty()) {
            JsonArray errors = new JsonArray();
            for (Fault fault : faults) {
                errors.add(new JsonObject().put("parameter", fault.parameter()).put("detail", fault.detail()));
            }
            json.put("errors", errors);
        }
        return json.toBuffer();
    }
}
