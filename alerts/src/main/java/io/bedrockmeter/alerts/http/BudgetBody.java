package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.BudgetProblem;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.schemas.model.Budget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A budget in the body of a request.
 *
 * @param bytes JSON or YAML
 */
record BudgetBody(Buffer bytes) {

    private static final Set<String> MEDIA_TYPES =
            Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

    /** @throws ProblemException 415 for another media type */
    static BudgetBody of(RoutingContext context) {
        String given = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (given != null
                && !MEDIA_TYPES.contains(given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw new ProblemException(Problem.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type: expected application/json or application/yaml"));
        }
        Buffer body = context.body().buffer();
        return new BudgetBody(body == null ? Buffer.buffer() : body);
    }

    /**
     * Reads it.
     *
     * @throws ProblemException 400 with everything that is wrong
     */
    Budget budget(String id) {
        try {
            return BudgetFile.parseOne(text(), id);
        } catch (InvalidBudgetsException e) {
            throw new ProblemException(problem(e.problems()));
        }
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problem.of(ErrorCode.INVALID_BODY, "the body is no UTF-8"));
        }
    }

    private static Problem problem(List<BudgetProblem> problems) {
        List<Problem.Fault> faults = problems.stream()
                .map(each -> new Problem.Fault(each.path(), "got " + each.got() + ", expected " + each.expected()))
                .toList();
        String detail = faults.size() == 1
                ? faults.get(0).parameter() + ": " + faults.get(0).detail()
                : faults.size() + " things are wrong with the budget, see errors";
        return new Problem(ErrorCode.INVALID_BODY, detail, faults, Optional.empty());
    }
}
