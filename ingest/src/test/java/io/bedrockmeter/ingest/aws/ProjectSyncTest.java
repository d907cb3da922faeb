package io.bedrockmeter.ingest.aws;

import static io.bedrockmeter.ingest.aws.FakeMantle.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.aws.FakeEndpoint.Fault;
import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.TagVersion;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projects table follows bedrock-mantle: real Vert.x client, real wire protocol, a local endpoint. */
class ProjectSyncTest {

    private static final Map<String, String> SEARCH = Map.of("Team", "search");
    private static final Map<String, String> CHAT = Map.of("Team", "chat");
    private static final String CREATED = "2026-01-15T10:00:00Z";

    private final FakeMantle mantle = new FakeMantle("111122223333");
    private final MemoryTable<Project> table = MemoryTable.projects();
    private final SteppingClock clock = new SteppingClock("2026-02-01T00:00:00Z");
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(mantle));
    private final ProjectSync sync = sync(mantle.settings());

    private ProjectSync sync(MantleSettings... settings) {
        List<MantleClient> clients = new ArrayList<>();
        for (MantleSettings each : settings) {
            clients.add(client(each));
        }
        ProjectSync made = new ProjectSync(clients, table, clock);
        open.add(made);
        return made;
    }

    private MantleClient client(MantleSettings settings) {
        RetryDelay delay = new RetryDelay(clock, new SplittableRandom(1));
        return new MantleClient(new MantleTransport(settings, delay, pauses::add), settings.toString());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void usage_before_a_tag_change_stays_with_the_old_team_and_after_it_goes_to_the_new() throws Exception {
        mantle.put(id(1), CREATED, SEARCH);
        sync.run();
        clock.set("2026-02-02T10:00:00Z");
        mantle.tag(id(1), CHAT);

        SyncSummary summary = sync.run();

        assertThat(summary).isEqualTo(new SyncSummary(1, 1, 0, List.of()));
        assertThat(table.get(id(1)))
                .isEqualTo(new Project(
                        id(1),
                        mantle.arn(id(1)),
                        "name of " + id(1),
                        "active",
                        List.of(
                                new TagVersion(Instant.parse(CREATED), SEARCH),
                                new TagVersion(clock.instant(), CHAT))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100})
    void every_page_is_read(int pageSize) throws Exception {
        mantle.pageSize = pageSize;
        for (int i = 0; i < 5; i++) {
            mantle.put(id(i), CREATED, SEARCH);
        }

        SyncSummary first = sync.run();
        SyncSummary second = sync.run();

        assertThat(first).isEqualTo(new SyncSummary(5, 5, 0, List.of()));
        assertThat(second).isEqualTo(new SyncSummary(5, 0, 5, List.of()));
    }

    @Test
    void tags_that_a_list_leaves_out_are_asked_for() throws Exception {
        mantle.tagsInList = false;
        mantle.put(id(1), CREATED, SEARCH);

        sync.run();

        assertThat(table.get(id(1)).tagsAt(clock.instant())).isEqualTo(SEARCH);
    }

    @Test
    void a_project_that_is_archived_or_gone_keeps_its_history() throws Exception {
        mantle.put(id(1), CREATED, SEARCH);
        mantle.put(id(2), CREATED, SEARCH);
        mantle.put(id(3), CREATED, SEARCH);
        Project foreign =
                new Project(id(4), mantle.arn(id(4)).replace("111122223333", "444455556666"), "", "active", List.of());
        table.put(foreign);
        sync.run();
        mantle.archive(id(1));
        mantle.remove(id(2));

        sync.run();

        assertThat(table.get(id(1)).status()).isEqualTo("archived");
        assertThat(table.get(id(2)).status()).isEqualTo("deleted");
        assertThat(table.get(id(2)).tagsAt(clock.instant())).isEqualTo(SEARCH);
        assertThat(table.get(id(3)).status()).isEqualTo("active");
        assertThat(table.get(id(4))).isEqualTo(foreign);
    }

    @Test
    void throttling_server_errors_and_cut_connections_are_waited_out_as_long_as_the_server_asks() throws Exception {
        mantle.put(id(1), CREATED, SEARCH);
        mantle.failNext(
                "GET",
                new Fault(429, "rate_limit_exceeded", Map.of("Retry-After", "7")),
                new Fault(503, "overloaded", Map.of("Retry-After", "Sun, 1 Feb 2026 00:00:30 GMT")),
                Fault.of(500, "server_error"),
                Fault.cut());

        SyncSummary summary = sync.run();

        assertThat(summary).isEqualTo(new SyncSummary(1, 1, 0, List.of()));
        assertThat(pauses).hasSize(4).startsWith(Duration.ofSeconds(7), Duration.ofSeconds(30));
    }

    @Test
    void a_page_that_fails_loses_neither_the_pages_before_nor_the_other_account() throws Exception {
        FakeMantle other = new FakeMantle("444455556666");
        open.add(other);
        other.put(id(9), CREATED, SEARCH);
        mantle.pageSize = 1;
        mantle.put(id(1), CREATED, SEARCH);
        mantle.put(id(2), CREATED, SEARCH);
        ProjectSync both = sync(mantle.settings(), other.settings());
        both.run();
        mantle.tag(id(1), CHAT);
        other.tag(id(9), CHAT);
        clock.set("2026-02-02T00:00:00Z");
        mantle.refuseCursor = id(1);

        SyncSummary summary = both.run();

        assertThat(summary.listed()).isEqualTo(2);
        assertThat(summary.written()).isEqualTo(2);
        assertThat(summary.failed())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason())
                        .isEqualTo("GET /organization/projects at "
                                + mantle.settings().base() + " was refused: HTTP 400 \"invalid_cursor\""));
        assertThat(table.get(id(1)).tagsAt(clock.instant())).isEqualTo(CHAT);
        assertThat(table.get(id(2)).status()).isEqualTo("active");
    }

    @Test
    void a_default_project_of_another_account_is_not_mistaken_for_ours() throws Exception {
        FakeMantle other = new FakeMantle("444455556666");
        open.add(other);
        mantle.put("default", CREATED, SEARCH);
        other.put("default", CREATED, CHAT);
        ProjectSync both = sync(mantle.settings(), other.settings());

        SyncSummary summary = both.run();

        assertThat(table.get("default").tagsAt(clock.instant())).isEqualTo(SEARCH);
        assertThat(summary.failed())
                .extracting(SyncSummary.Failure::reason)
                .containsExactly("id default is another project's: " + mantle.arn("default"));
    }

    @Test
    void a_default_project_without_tags_is_left_out() throws Exception {
        mantle.put("default", CREATED, Map.of());

        SyncSummary summary = sync.run();

        assertThat(summary).isEqualTo(SyncSummary.EMPTY);
        assertThat(table.size()).isZero();
    }

    @Test
    void an_unreachable_endpoint_is_named_and_the_key_is_not() throws Exception {
        MantleSettings closed = new MantleSettings(
                URI.create("http://127.0.0.1:1/v1"), new Secret(FakeMantle.KEY), Duration.ofSeconds(2));

        SyncSummary summary = sync(closed).run();

        assertThat(summary.failed())
                .singleElement()
                .satisfies(failure -> assertThat(failure.toString())
                        .contains("http://127.0.0.1:1/v1")
                        .contains("got no answer")
                        .doesNotContain(FakeMantle.KEY));
        assertThat(pauses).hasSize(5);
    }

    @Test
    void a_wrong_key_is_refused_once_and_never_shown() throws Exception {
        MantleSettings wrong =
                new MantleSettings(mantle.settings().base(), new Secret("wrong-canary-key"), Duration.ofSeconds(2));

        SyncSummary summary = sync(wrong).run();

        assertThat(mantle.countAsked("GET")).isEqualTo(1);
        assertThat(summary.toString()).contains("HTTP 401").doesNotContain("wrong-canary-key");
        assertThat(wrong.toString()).doesNotContain("wrong-canary-key");
    }

    @Test
    void a_cursor_that_does_not_advance_ends_the_list() throws Exception {
        mantle.put(id(1), CREATED, SEARCH);
        mantle.alwaysMore = true;

        SyncSummary summary = sync.run();

        assertThat(summary.failed())
                .extracting(SyncSummary.Failure::reason)
                .containsExactly("GET /organization/projects has more but gave no new last_id");
    }
}
