package io.bedrockmeter.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters whose document is nowhere any more are replayed from what they keep of it. */
class ReplayFromEnvelopeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String RECORD = """
            {"schemaType":"ModelInvocationLog","timestamp":"2026-11-21T09:00:00Z","region":"us-east-1","requestId":"r1",\
            "operation":"Converse","modelId":"amazon.nova-micro-v1:0","input":{"inputTokenCount":%s},\
            "output":{"outputTokenCount":7}}""";

    private final List<Invocation> invocations = new ArrayList<>();
    private final List<Replayed> results = new ArrayList<>();

    @Test
    void a_record_of_a_firehose_delivery_is_taken_from_its_letter() {
        replay(letter("firehose:d1#records[3]", RECORD.formatted("5")));

        assertThat(results).containsExactly(new Replayed.Taken(1));
        assertThat(invocations).singleElement().satisfies(invocation -> {
            assertThat(invocation.requestId()).isEqualTo("r1");
            assertThat(invocation.quantities().inputTokens()).isEqualTo(5);
            assertThat(invocation.source()).isEqualTo("replay:firehose:d1#records[3]");
        });
    }

    @Test
    void what_is_still_wrong_is_still_refused() {
        replay(letter("firehose:d1#records[3]", RECORD.formatted("-5")));

        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.detail()).startsWith("INVALID_FIELD: input.inputTokenCount"));
        assertThat(invocations).isEmpty();
    }

    @Test
    void a_file_that_is_gone_is_replaced_by_the_letter(@TempDir Path directory) {
        replay(letter("file:" + directory.resolve("gone.json") + ":7", RECORD.formatted("5")));

        assertThat(results).containsExactly(new Replayed.Taken(1));
    }

    @Test
    void a_letter_that_keeps_nothing_says_where_to_get_the_document() {
        replay(letter("firehose:d1#records[3]", ""));

        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.detail()).contains("the sender has to send it again"));
    }

    private void replay(DeadLetter letter) {
        ReplaySettings settings =
                new ReplaySettings("us-east-1", Optional.empty(), Optional.empty(), Duration.ofDays(1), 1 << 20);
        try (DeadLetterReplay replay =
                new DeadLetterReplay(settings, Clock.fixed(NOW, ZoneOffset.UTC), new Gathered())) {
            replay.replay(List.of(letter), (of, result) -> results.add(result));
        }
    }

    private static DeadLetter letter(String origin, String envelope) {
        return new DeadLetter(RejectionCode.INVALID_FIELD, "x", origin, "", 100, "r1", NOW, envelope);
    }

    private final class Gathered implements UsageSink {
        @Override
        public void invocation(Invocation invocation) {
            invocations.add(invocation);
        }

        @Override
        public void tagEvent(TagEvent event) {
            throw new AssertionError(event);
        }

        @Override
        public void deadLetter(DeadLetter deadLetter) {
            throw new AssertionError(deadLetter);
        }
    }
}
