package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.Peers.Cluster;
import io.bedrockmeter.metering.http.Peers.Peer;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.Tally;
import io.bedrockmeter.metering.query.TooManyGroupsException;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every instance and adds up what they say. An instance that does not answer in time is named in the answer, which
 * says that it is partial; it never silently counts as nothing.
 */
final class Gatherer {

    private static final Logger LOG = LoggerFactory.getLogger(Gatherer.class);

    private static final String SELF = "this instance";

    private final LocalRows local;
    private final Peers peers;
    private final PeerClient client;
    private final QueryRules rules;

    Gatherer(LocalRows local, Peers peers, PeerClient client, QueryRules rules) {
        this.local = local;
        this.peers = peers;
        this.client = client;
        this.rules = rules;
    }

    /** Whether other instances hold totals too, so that changes here are not all changes. */
    boolean isSpread() {
        return !peers.cluster().others().isEmpty();
    }

    /**
     * The whole answer. Blocks while this instance reads its totals, and for the deadline of peers at most.
     *
     * @throws TooManyGroupsException when there are more than {@code maxGroups}
     * @throws SourceUnavailableException while the totals of this instance cannot be read
     */
    Gathered gather(Question question, int maxGroups) {
        Cluster cluster = peers.cluster();
        Map<Peer, Future<byte[]>> asked = new LinkedHashMap<>();
        cluster.others().forEach(peer -> asked.put(peer, client.ask(peer, question, maxGroups)));
        Merge merge = new Merge(question, maxGroups);
        if (asked.isEmpty()) {
            merge.add(SELF, local.rows(question, maxGroups, cluster.own()));
        } else if (!cluster.own().isEmpty()) {
            addOwn(question, maxGroups, cluster, merge);
        }
        asked.forEach((peer, answer) -> merge.add(peer, answer));
        merge.gone(SELF, cluster.unassigned(), "no instance is known to hold these partitions");
        return merge.gathered();
    }

    /** Where others hold totals too, the share of this instance may be missing like any other. */
    private void addOwn(Question question, int maxGroups, Cluster cluster, Merge merge) {
        try {
            merge.add(SELF, local.rows(question, maxGroups, cluster.own()));
        } catch (SourceUnavailableException e) {
            merge.missing.add(new Partial(SELF, cluster.own(), String.valueOf(e.getMessage())));
        }
    }

    /** The answer while it grows. */
    private final class Merge {
        private final Tally tally;
        private final Set<Integer> counted = new TreeSet<>();
        private final List<Partial> missing = new ArrayList<>();
        private final List<Partial> moved = new ArrayList<>();
        private final List<Instant> asOf = new ArrayList<>();
        private final List<CoverageFacts> facts = new ArrayList<>();

        Merge(Question question, int maxGroups) {
            tally = new Tally(question, rules.calendar(), maxGroups);
        }

        void add(String instance, InstanceRows rows) {
            List<Integer> twice =
                    rows.partitions().stream().filter(counted::contains).toList();
            if (!twice.isEmpty()) {
                missing.add(new Partial(instance, twice, "these partitions are moving and may be counted twice"));
            }
            counted.addAll(rows.partitions());
            asOf.add(rows.asOf());
            facts.add(rows.facts());
            rows.groups().forEach(tally::add);
        }

        void add(Peer peer, Future<byte[]> answer) {
            try {
                long patience = rules.limits().peerDeadline().toMillis();
                InstanceRows rows = RowsWire.read(
                        answer.toCompletionStage().toCompletableFuture().get(patience, TimeUnit.MILLISECONDS));
                add(peer.name(), rows);
                List<Integer> moved = new ArrayList<>(peer.partitions());
                moved.removeAll(rows.partitions());
                gone(peer.name(), moved, "the instance no longer holds these partitions");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TooManyGroupsException tooMany) {
                    throw tooMany;
                }
                lack(peer, reason(e.getCause()));
            } catch (TimeoutException e) {
                lack(peer, reason(e));
            } catch (IOException e) {
                lack(peer, "its answer cannot be read");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                lack(peer, "interrupted");
            }
        }

        /** Partitions that are not where they were; no loss where another instance turns out to hold them. */
        void gone(String instance, List<Integer> partitions, String reason) {
            if (!partitions.isEmpty()) {
                moved.add(new Partial(instance, partitions, reason));
            }
        }

        private void lack(Peer peer, String reason) {
            LOG.atWarn()
                    .addKeyValue("peer", peer.name())
                    .addKeyValue("reason", reason)
                    .log("an instance is missing from an answer");
            missing.add(new Partial(peer.name(), peer.partitions(), reason));
        }

        Gathered gathered() {
            Instant earliest = asOf.stream()
                    .min(Instant::compareTo)
                    .orElseThrow(() -> new SourceUnavailableException("no instance that holds totals could be read"));
            CoverageFacts together = facts.stream().reduce(CoverageFacts::with).orElseThrow();
            for (Partial left : moved) {
                List<Integer> lost = new ArrayList<>(left.partitions());
                lost.removeAll(counted);
                if (!lost.isEmpty()) {
                    missing.add(new Partial(left.instance(), lost, left.reason()));
                }
            }
            return new Gathered(earliest, together, tally.groups(), List.copyOf(missing));
        }
    }

    private String reason(@Nullable Throwable cause) {
        return cause instanceof TimeoutException
                ? "no answer within " + rules.limits().peerDeadline().toMillis() + " ms"
                : "no answer: " + (cause == null ? "the reason is not known" : cause.getMessage());
    }
}
