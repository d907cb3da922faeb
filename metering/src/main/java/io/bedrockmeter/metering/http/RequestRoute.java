package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.metering.explain.ExplanationJson;
import io.bedrockmeter.metering.explain.History;
import io.bedrockmeter.metering.http.Peers.Owner;
import io.bedrockmeter.metering.http.Peers.Peer;
import io.bedrockmeter.metering.http.Replies.Reply;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Parameters;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.Problem.Fault;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET /v1/requests/ID}: how the price of one request came about. Whoever remembers the request tells what counts; its
 * history is looked for on the topics around the times that are remembered.
 */
final class RequestRoute implements Routes {

    static final String PATH = "/v1/requests/{requestId}";
    static final String ID = "requestId";
    static final int LONGEST_ID = 256;

    private final RequestSource requests;
    private final Peers peers;
    private final PeerClient client;
    private final Duration horizon;
    private final Duration peerDeadline;
    private final BlockingWork work;

    /** @param horizon how long requests are remembered */
    RequestRoute(
            RequestSource requests,
            Peers peers,
            PeerClient client,
            Duration horizon,
            Duration peerDeadline,
            BlockingWork work) {
        this.requests = requests;
        this.peers = peers;
        this.client = client;
        this.horizon = horizon;
        this.peerDeadline = peerDeadline;
        this.work = work;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/requests/:" + ID).handler(this::explain);
    }

    private void explain(RoutingContext context) {
        new Parameters(context.queryParams()).finish();
        String requestId = requestId(context);
        Replies.send(context, work.run(() -> Reply.json(answer(requestId))));
    }

    /** The id in the path. */
    static String requestId(RoutingContext context) {
        String requestId = Optional.ofNullable(context.pathParam(ID)).orElse("");
        if (requestId.length() > LONGEST_ID) {
            throw new ProblemException(Problem.parameters(List.of(new Fault(
                    ID,
                    "has " + requestId.length() + " characters, expected the id of a request, at most "
                            + LONGEST_ID))));
        }
        return requestId;
    }

    private Buffer answer(String requestId) {
        byte[] stored = remembered(requestId).orElseThrow(() -> unknown(requestId));
        RequestState state = state(stored);
        History history = requests.history(requestId, state);
        return Json.object(json -> {
            ExplanationJson.members(json, history.explanation());
            memory(json, state);
            search(json, history);
        });
    }

    private Optional<byte[]> remembered(String requestId) {
        Owner owner = peers.ownerOf(requestId);
        if (owner instanceof Owner.There there) {
            return ask(there.peer(), requestId);
        }
        if (owner instanceof Owner.Moving) {
            throw new SourceUnavailableException("no instance is known to remember this request at the moment");
        }
        return requests.remembered(requestId);
    }

    private Optional<byte[]> ask(Peer peer, String requestId) {
        try {
            return client.remembered(peer, requestId)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(peerDeadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new SourceUnavailableException(
                    "instance " + peer.name() + ", which remembers it, does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailableException("interrupted while asking instance " + peer.name(), e);
        }
    }

    private static RequestState state(byte[] stored) {
        try {
            return RequestState.fromBytes(stored);
        } catch (UndecodableException e) {
            throw new SourceUnavailableException(
                    "the instance that remembers it runs another version of this program", e);
        }
    }

    private ProblemException unknown(String requestId) {
        return new ProblemException(Problem.of(
                ErrorCode.UNKNOWN_REQUEST,
                "request " + Parameters.quote(requestId)
                        + " is not remembered: it was never seen, or last heard of more than " + horizon.toHours()
                        + " hours ago (metering.requestHorizon)"));
    }

    private void memory(JsonGenerator json, RequestState state) throws IOException {
        Instant heard = Instant.ofEpochMilli(state.touchedAtMs());
        json.writeObjectFieldStart("memory");
        json.writeStringField("lastHeardOf", heard.toString());
        json.writeStringField("rememberedUntil", heard.plus(horizon).toString());
        json.writeStringField("horizon", horizon.toString());
        json.writeEndObject();
    }

    private void search(JsonGenerator json, History history) throws IOException {
        json.writeObjectFieldStart("search");
        json.writeBooleanField("complete", history.complete());
        if (history.since().isPresent()) {
            json.writeStringField("since", history.since().get().toString());
        }
        json.writeStringField("limit", requests.patience().toString());
        json.writeEndObject();
    }
}
