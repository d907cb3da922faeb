package io.bedrockmeter.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.bench.workload.Call;
import io.bedrockmeter.bench.workload.CallRecords;
import io.bedrockmeter.bench.workload.Calls;
import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.bench.workload.Shape;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LedgerLineTest {

    private final Shape shape =
            new Shape(Long.getLong("tests.seed", 1), 1_000, 0, 200, 40, false, Instant.parse("2026-11-20T10:00:00Z"));
    private final Names names = new Names(shape);
    private final CallRecords records = new CallRecords(names);

    /** The loop's memory of a call, as it makes it from the record's bytes. */
    private int remember(Requests requests, Cells cells, Call call) {
        AvroWriter out = new AvroWriter();
        out.writeString(Names.ACCOUNT);
        out.writeString(Names.REGION);
        out.writeString("");
        out.writeString(names.operation(call.application()));
        out.writeString(names.model(call.model()));
        int facts = out.toBytes().length;
        byte[] principal = (names.principal(call.application()) + "/session").getBytes(StandardCharsets.UTF_8);
        out.writeFixed(principal);
        int at = requests.find(call.requestId().getBytes(StandardCharsets.UTF_8));
        requests.caller[at] = cells.caller(out.toBytes(), 0, facts, facts, facts + principal.length);
        requests.timeMs[at] = call.timeMs();
        requests.input[at] = call.inputTokens();
        requests.output[at] = call.outputTokens();
        requests.cacheRead[at] = call.cacheReadTokens();
        requests.revision[at] = 1;
        return at;
    }

    @Test
    void a_line_written_by_hand_reads_as_the_entry_of_its_call() {
        // Given
        Call call = new Calls(shape).call(7);
        Requests requests = new Requests();
        Cells cells = new Cells(Map.of(names.model(call.model()), records.schedule(call.model())));
        int at = remember(requests, cells, call);
        byte[] id = call.requestId().getBytes(StandardCharsets.UTF_8);
        int cell = cells.cell(requests.caller[at], Requests.NONE);
        for (int sign : new int[] {1, -1}) {
            // When
            byte[] line = new LedgerLine().write(id, sign, EntryReason.FIRST, requests, at, cells, cell);
            // Then
            LedgerEntry entry = Topics.LEDGER.codec().decode(line);
            assertThat(entry.requestId()).isEqualTo(call.requestId());
            assertThat(entry.sign()).isEqualTo(sign);
            assertThat(entry.timestamp()).isEqualTo(Instant.ofEpochMilli(call.timeMs()));
            assertThat(entry.dimensions().principal()).isEqualTo(names.principal(call.application()));
            assertThat(entry.quantities().inputTokens()).isEqualTo(sign * (long) call.inputTokens());
            assertThat(entry.rating().cost()).isEqualTo(Money.ofPicos(sign * names.costPicos(call)));
            assertThat(entry.rating().charges().stream()
                            .map(charge -> charge.cost())
                            .reduce(Money.ZERO, Money::plus))
                    .isEqualTo(entry.rating().cost());
        }
    }
}
