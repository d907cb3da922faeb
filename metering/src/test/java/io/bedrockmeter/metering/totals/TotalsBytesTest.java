package io.bedrockmeter.metering.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.DimensionsCodec;
import io.bedrockmeter.schemas.codec.UsageTotalMapping;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TotalsBytesTest {

    @Test
    void sums_equal_those_of_plain_totals_whatever_the_sign_and_size() {
        Random random = new Random(11);
        byte[] sum = new byte[TotalsBytes.LENGTH];
        Totals expected = Totals.ZERO;

        for (int i = 0; i < 2_000; i++) {
            byte[] delta = TotalsBytes.of(entry(random, new BigInteger(1 + random.nextInt(110), random)));
            expected = expected.plus(TotalsBytes.read(delta, 0));
            TotalsBytes.add(sum, 0, delta, 0);

            assertThat(TotalsBytes.read(sum, 0)).as("after %d", i).isEqualTo(expected);
        }
    }

    @Test
    void totals_are_written_as_the_codec_writes_them() {
        Random random = new Random(Long.getLong("tests.seed", 1));
        Dimensions dimensions = entry(random, BigInteger.ONE).dimensions();
        Instant start = Instant.parse("2026-11-20T12:00:00Z");
        for (int i = 0; i < 5_000; i++) {
            byte[] sum = TotalsBytes.of(entry(random, new BigInteger(1 + random.nextInt(127), random)));
            UsageTotal total = new UsageTotal(
                    Granularity.HOUR, start, start.plusSeconds(3_600), dimensions, TotalsBytes.read(sum, 0), i, start);

            byte[] written = UsageTotalMapping.encode(
                    new AvroWriter(),
                    Granularity.HOUR,
                    start.toEpochMilli(),
                    start.plusSeconds(3_600).toEpochMilli(),
                    out -> DimensionsCodec.write(out, dimensions),
                    out -> TotalsBytes.write(out, sum, 0),
                    i,
                    start.toEpochMilli());

            assertThat(written).isEqualTo(Topics.usage(Granularity.HOUR).codec().encode(total));
        }
    }

    @Test
    void an_entry_and_its_reversal_sum_to_zero() {
        LedgerEntry entry = entry(new Random(3), BigInteger.TWO.pow(90));
        byte[] sum = TotalsBytes.of(entry);

        TotalsBytes.add(sum, 0, TotalsBytes.of(entry.reversal(2, EntryReason.TAG_EVENT, entry.bookedAt(), "")), 0);

        assertThat(TotalsBytes.isZero(sum, 0)).isTrue();
    }

    @Test
    void negated_totals_cancel() {
        byte[] sum = TotalsBytes.of(entry(new Random(4), BigInteger.TWO.pow(100)));

        TotalsBytes.add(sum, 0, TotalsBytes.negated(sum), 0);

        assertThat(TotalsBytes.isZero(sum, 0)).isTrue();
    }

    @Test
    void what_leaves_the_range_is_refused_rather_than_wrapped() {
        byte[] most = TotalsBytes.of(entry(new Random(5), BigInteger.TWO.pow(126)));

        assertThatThrownBy(() -> TotalsBytes.add(most, 0, most.clone(), 0)).isInstanceOf(ArithmeticException.class);
    }

    private static LedgerEntry entry(Random random, BigInteger picos) {
        Money cost = Money.ofPicos(random.nextBoolean() ? picos : picos.negate());
        int sign = random.nextBoolean() ? 1 : -1;
        Quantities.Builder quantities = Quantities.builder();
        for (int i = 0; i < Unit.count(); i++) {
            quantities.set(Unit.at(i), sign * (long) random.nextInt());
        }
        Rating rating = new Rating.Priced(
                "m", Scope.REGIONAL, "default", true, false, RateLayer.BUNDLED, "s", "v", List.of(), cost, cost);
        return new LedgerEntry(
                "r",
                1,
                sign,
                EntryReason.FIRST,
                Instant.EPOCH,
                new Dimensions(Map.of("Team", "t"), "a", "r", "m", "m", "s", "p", "p", "p", "o", "t"),
                List.of(),
                random.nextBoolean(),
                quantities.build(),
                rating);
    }
}
