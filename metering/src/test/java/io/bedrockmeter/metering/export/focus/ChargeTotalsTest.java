package io.bedrockmeter.metering.export.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.metering.export.ExportException;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChargeTotalsTest {

    private static final Money HUGE = Money.ofPicos(BigInteger.TWO.pow(100));

    @TempDir
    Path folder;

    private static ChargeKey key(int number) {
        return ChargeKey.of(
                Instant.ofEpochMilli(number / 7),
                new byte[0],
                new Meter.Unpriced(Unit.at(number % 7), UnpricedReason.NO_RATE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 1_000_000})
    void sums_are_the_same_whatever_fits_in_memory_and_come_in_order(int maxKeysInMemory) throws Exception {
        long seed = 99 + maxKeysInMemory;
        Random random = new Random(seed);
        Map<ChargeKey, ChargeSum> expected = new TreeMap<>();
        List<Map.Entry<ChargeKey, ChargeSum>> got = new ArrayList<>();

        try (ChargeTotals totals = new ChargeTotals(maxKeysInMemory, folder)) {
            for (int i = 0; i < 300; i++) {
                ChargeKey key = key(random.nextInt(40));
                Money cost = random.nextBoolean() ? HUGE : HUGE.negate();
                ChargeSum sum = new ChargeSum(random.nextInt(9) - 4, 1, cost, cost);
                totals.add(key, sum);
                expected.merge(key, sum, ChargeSum::plus);
            }
            totals.drainTo((key, sum) -> got.add(Map.entry(key, sum)));
            assertThat(totals.runs() > 0).isEqualTo(maxKeysInMemory < 40);
        }

        expected.values().removeIf(ChargeSum::isZero);
        assertThat(got).as("seed " + seed).containsExactlyElementsOf(expected.entrySet());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_key_tells_everything_it_was_made_of() {
        Meter priced = new Meter.Priced(
                Unit.OUTPUT_IMAGE,
                new BigDecimal("1E-14"),
                true,
                true,
                RateLayer.OVERRIDE,
                "søk",
                "v",
                discount("12.5"));

        assertThat(ChargeKey.of(Instant.EPOCH, new byte[] {1, 2}, priced).meter())
                .isEqualTo(priced);
        assertThat(key(8).meter()).isEqualTo(new Meter.Unpriced(Unit.at(1), UnpricedReason.NO_RATE));
        assertThat(ChargeKey.of(Instant.EPOCH, new byte[0], new Meter.Adjustment())
                        .meter())
                .isEqualTo(new Meter.Adjustment());
    }

    @Test
    void usage_at_another_discount_is_another_row() {
        List<Meter> meters = Stream.of(Optional.<AppliedDiscount>empty(), discount("10"), discount("20"))
                .<Meter>map(discount -> new Meter.Priced(
                        Unit.INPUT_TOKEN, BigDecimal.ONE, false, false, RateLayer.BUNDLED, "s", "v", discount))
                .toList();

        assertThat(meters.stream().map(meter -> ChargeKey.of(Instant.EPOCH, new byte[0], meter)))
                .doesNotHaveDuplicates()
                .extracting(ChargeKey::meter)
                .isEqualTo(meters);
    }

    private static Optional<AppliedDiscount> discount(String percent) {
        return Optional.of(new AppliedDiscount(new BigDecimal(percent), "111122223333", "*", "contract", "7"));
    }

    @Test
    void the_same_rate_written_with_more_zeros_is_the_same_row() {
        assertThat(ChargeKey.of(Instant.EPOCH, new byte[0], rate("0.0000030")))
                .isEqualTo(ChargeKey.of(Instant.EPOCH, new byte[0], rate("0.000003")));
    }

    private static Meter rate(String usdPerUnit) {
        return new Meter.Priced(
                Unit.INPUT_TOKEN,
                new BigDecimal(usdPerUnit),
                false,
                false,
                RateLayer.BUNDLED,
                "s",
                "v",
                Optional.empty());
    }

    @Test
    void temporary_files_that_cannot_be_written_are_named() throws Exception {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new ChargeTotals(1, missing))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("temporary files of the export to " + missing)
                .hasMessageContaining("java.io.tmpdir");

        try (ChargeTotals totals = new ChargeTotals(1, folder)) {
            try (var children = Files.list(folder)) {
                Files.delete(children.findFirst().orElseThrow());
            }
            assertThatThrownBy(() -> totals.add(key(1), new ChargeSum(1, 1, HUGE, HUGE)))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("temporary files of the export to " + folder);
        }
    }
}
