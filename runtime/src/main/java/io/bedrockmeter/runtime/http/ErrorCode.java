package io.bedrockmeter.runtime.http;

import java.util.Locale;

/** Why a request was refused. Stable: clients depend on the wire names. The remedy tells people what to do. */
public enum ErrorCode {
    INVALID_PARAMETER(400, "A parameter cannot be used", "Correct the parameters that are named."),
    INVALID_BODY(400, "The body cannot be used", "Correct what is named and send it again."),
    MALFORMED_REQUEST(400, "The request is not HTTP as expected", "Check the client and every proxy in between."),
    UNAUTHENTICATED(
            401,
            "Who is asking is not known",
            "Send a valid API key or token as Authorization: Bearer, or a key as X-API-Key."),
    FORBIDDEN(403, "Not from here", "Ask from the machine itself, or with a key or token that is for this path."),
    NOT_FOUND(404, "Nothing is served here", "See /openapi.json for what is."),
    UNKNOWN_REQUEST(
            404,
            "The request is not remembered",
            "Check the id; what is older is found on the topics by: bedrock-meter explain ID."),
    METHOD_NOT_ALLOWED(405, "The path does not know this method", "See /openapi.json for the methods."),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be served", "Accept one of the types that are named."),
    BODY_TIMEOUT(408, "The body did not come in time", "Send less at once, or over a faster connection."),
    BODY_TOO_LARGE(413, "The body is too long", "Send less at once."),
    URI_TOO_LONG(414, "The request line is too long", "Ask with fewer or shorter parameters."),
    UNSUPPORTED_MEDIA_TYPE(
            415, "The body is of a kind that is not read here", "Send a type and encoding that are named."),
    HEADERS_TOO_LARGE(431, "The headers are too long", "Send fewer or shorter headers."),
    RATE_LIMITED(429, "More than this caller may send", "Send again after the time in Retry-After."),
    INTERNAL(500, "Something went wrong inside", "The log of the server has the reason under the same request id."),
    OVERLOADED(503, "Too much is being asked at once", "Ask again after the time in Retry-After."),
    NOT_READY(503, "The service is starting or moving its data", "Ask again after the time in Retry-After."),
    DEADLINE_EXCEEDED(503, "The answer took too long", "Ask for less: a shorter range, or fewer groups.");

    private final int status;
    private final String title;
    private final String remedy;

    ErrorCode(int status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What happened, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /** The name in answers, for example {@code invalid-parameter}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
