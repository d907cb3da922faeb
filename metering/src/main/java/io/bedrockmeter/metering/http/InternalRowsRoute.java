package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.Replies.Reply;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.TooManyGroupsException;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * {@code GET /internal/v1/rows}: the share of this instance in an answer, for other instances. Grouped and filtered here,
 * so that groups travel and not cells. Works on threads of its own: two instances that ask each other cannot block each
 * other.
 */
final class InternalRowsRoute implements Routes {

    static final String PREFIX = "/internal/";
    static final String PATH = PREFIX + "v1/rows";
    static final String MAX_GROUPS = "max_groups";

    /** The status that tells another instance that there are too many groups here alone. */
    static final int TOO_MANY_GROUPS = 422;

    private final QueryRules rules;
    private final LocalRows local;
    private final Peers peers;
    private final BlockingWork work;

    InternalRowsRoute(QueryRules rules, LocalRows local, Peers peers, BlockingWork work) {
        this.rules = rules;
        this.local = local;
        this.peers = peers;
        this.work = work;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH).handler(this::rows);
    }

    private void rows(RoutingContext context) {
        Parameters parameters = new Parameters(context.queryParams());
        Question question = new QuestionReader(rules).asAsked(parameters);
        int most = rules.limits().maxCutGroups();
        int maxGroups = parameters.integer(MAX_GROUPS, 1, most).orElse(most);
        parameters.finish();
        Future<Reply> rows = work.run(() -> new Reply(
                RowsWire.MEDIA_TYPE,
                Buffer.buffer(RowsWire.write(
                        local.rows(question, maxGroups, peers.cluster().own()))),
                Map.of()));
        rows.onFailure(cause -> {
            if (cause instanceof TooManyGroupsException) {
                context.response().setStatusCode(TOO_MANY_GROUPS).end();
            } else {
                context.fail(Replies.problem(cause));
            }
        });
        rows.onSuccess(reply -> Replies.send(context, Future.succeededFuture(reply)));
    }
}
