package io.bedrockmeter.metering.web;

import io.bedrockmeter.runtime.http.Access;
import io.bedrockmeter.runtime.http.AccessCheck;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the files of the page to callers who are not known, since the page is where people enter their key; there is nothing
 * secret in them. Who may not ask at all, whoever it is, does not get them either.
 */
public final class PageAccess implements AccessCheck {

    private static final Set<String> PATHS =
            PageFile.all().stream().map(PageFile::path).collect(Collectors.toUnmodifiableSet());

    private final AccessCheck others;

    /** @param others decides about everything else */
    public PageAccess(AccessCheck others) {
        this.others = others;
    }

    @Override
    public Access check(HttpServerRequest request) {
        return admitted(request, others.check(request));
    }

    @Override
    public Future<Access> decide(HttpServerRequest request) {
        return others.decide(request).map(decision -> admitted(request, decision));
    }

    private static Access admitted(HttpServerRequest request, Access decision) {
        return decision instanceof Access.Unauthenticated
                        && request.method().equals(HttpMethod.GET)
                        && PATHS.contains(request.path())
                ? new Access.Allowed("anybody")
                : decision;
    }
}
