package io.bedrockmeter.metering.export.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.query.UsageAnswer;
import io.bedrockmeter.metering.query.UsageGroup;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UsageTableTest {

    private static final Totals TOTALS =
            new Totals(3, 1, 0, 2, Quantities.tokens(10, 20), Money.parse("1.5"), Money.parse("1.25"));

    @Test
    void an_answer_becomes_one_row_per_group_with_window_and_figures() throws Exception {
        UsageGroup.Key key =
                new UsageGroup.Key(Optional.of(Instant.parse("2026-11-20T00:00:00Z")), List.of("search", "m"));
        UsageAnswer answer = new UsageAnswer(
                List.of("requests", "model"),
                Optional.of(Granularity.DAY),
                List.of(new UsageGroup(key, TOTALS)),
                TOTALS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        long rows = UsageTable.of(answer, TableFormat.CSV).write(out, ExportProgress.NONE);

        assertThat(rows).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "windowStart,tag:requests,model,requests,errors,unpriced,unattributed,inputTokens,outputTokens,"
                                + "cacheReadTokens,cacheWrite5mTokens,cacheWrite1hTokens,inputImages,outputImages,inputAudioMs,"
                                + "outputAudioMs,inputVideoMs,outputVideoMs,searchUnits,listCost,cost\r\n"
                                + "2026-11-20T00:00:00Z,search,m,3,1,0,2,10,20,0,0,0,0,0,0,0,0,0,0,1.5,1.25\r\n");
    }
}
