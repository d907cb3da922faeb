package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.BoardSource;
import io.bedrockmeter.alerts.budgets.BudgetChange;
import io.bedrockmeter.alerts.budgets.BudgetStore;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Budget;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code PUT} and {@code DELETE /v1/budgets/{id}}: answered when the change is in Kafka and was read back here. */
final class BudgetChangeRoute implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetChangeRoute.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private final BoardSource source;
    private final BudgetStore store;
    private final BlockingWork changes;

    /**
     * What was done.
     *
     * @param reply what to tell about it
     */
    private record Done(BudgetChange change, JsonReply reply) {}

    BudgetChangeRoute(BoardSource source, BudgetStore store, BlockingWork changes) {
        this.source = source;
        this.store = store;
        this.changes = changes;
    }

    @Override
    public void mount(Router router) {
        router.put(BudgetId.PATH).handler(this::put);
        router.delete(BudgetId.PATH).handler(this::delete);
    }

    private void put(RoutingContext context) {
        String id = id(context);
        BudgetBody body = BudgetBody.of(context);
        Future<Done> put = changes.run(() -> {
            Budget budget = body.budget(id);
            BudgetChange change = make(() -> store.put(budget));
            return new Done(change, JsonReply.of(ChangeAnswer.fields(budget, change)));
        });
        put.onFailure(context::fail);
        put.onSuccess(done -> {
            log(context, id, ChangeAnswer.outcome(done.change()));
            if (done.change().before().isEmpty()) {
                context.response().setStatusCode(CREATED).putHeader(HttpHeaders.LOCATION, "/v1/budgets/" + id);
            }
            done.reply().send(context);
        });
    }

    private void delete(RoutingContext context) {
        String id = id(context);
        Future<BudgetChange> deletion = changes.run(() -> make(() -> store.remove(id)));
        deletion.onFailure(context::fail);
        deletion.onSuccess(change -> {
            if (change.before().isEmpty()) {
                context.fail(Answers.noBudget(id));
            } else {
                log(context, id, "DELETED");
                context.response().setStatusCode(NO_CONTENT).end();
            }
        });
    }

    private BudgetChange make(Supplier<BudgetChange> change) throws InterruptedException {
        Answers.ready(source);
        try {
            BudgetChange made = change.get();
            if (made.offset().isPresent()) {
                source.awaitBudget(made.offset().get());
            }
            return made;
        } catch (KafkaUnavailableException e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("a budget was not changed");
            throw new ProblemException(Problem.passing(
                    ErrorCode.NOT_READY,
                    "Kafka did not take the change in time; it is safe to ask for it again",
                    RETRY_AFTER));
        }
    }

    private static String id(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        String id = BudgetId.read(context, parameters);
        parameters.finish();
        return id;
    }

    private static void log(RoutingContext context, String id, String outcome) {
        LOG.atInfo()
                .addKeyValue("budget", id)
                .addKeyValue("caller", HttpFace.caller(context))
                .addKeyValue("outcome", outcome)
                .log("budget over HTTP");
    }
}
