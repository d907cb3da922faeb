package io.bedrockmeter.bench.workload;

import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every arm must arrive at: each request counted once, naively, from the calls themselves. Shares no code with what is
 * measured; money is whole numbers of 1e-12 US dollars.
 */
public final class Oracle {

    private record CellMinute(long minute, int application, int model, boolean tagged) {}

    private final Calls calls;
    private final Names names;

    public Oracle(Calls calls, Names names) {
        this.calls = calls;
        this.names = names;
    }

    /** All sums of all calls. */
    public Book book() {
        Map<CellMinute, Sum> minutes = new HashMap<>();
        for (long number = 0; number < calls.shape().requests(); number++) {
            Call call = calls.call(number);
            CellMinute where =
                    new CellMinute(call.timeMs() / 60_000, call.application(), call.model(), call.isTagged());
            minutes.merge(
                    where,
                    new Sum(1, call.inputTokens(), call.outputTokens(), call.cacheReadTokens(), names.costPicos(call)),
                    Sum::plus);
        }
        Book book = new Book();
        minutes.forEach((where, sum) -> enter(book, where, sum));
        return book;
    }

    private void enter(Book book, CellMinute where, Sum sum) {
        Instant minute = Instant.ofEpochSecond(where.minute * 60);
        Map<String, String> tags = names.tags(where.application);
        List<String> values = where.tagged ? List.copyOf(tags.values()) : Book.unattributed();
        for (Granularity granularity : Granularity.values()) {
            String length = granularity.wireName();
            Instant start = start(granularity, minute);
            book.add(
                    Book.cell(
                            length,
                            start,
                            values,
                            names.model(where.model),
                            names.principal(where.application),
                            names.operation(where.application)),
                    sum);
            book.add(Book.tag(length, start, "*", "*"), sum);
            for (int i = 0; i < values.size(); i++) {
                book.add(Book.tag(length, start, Names.TAG_KEYS.get(i), values.get(i)), sum);
            }
        }
    }

    private static Instant start(Granularity granularity, Instant minute) {
        LocalDate day = LocalDate.ofInstant(minute, ZoneOffset.UTC);
        return switch (granularity) {
            case MINUTE -> minute;
            case HOUR -> minute.truncatedTo(ChronoUnit.HOURS);
            case DAY -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
            case MONTH -> day.withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        };
    }
}
