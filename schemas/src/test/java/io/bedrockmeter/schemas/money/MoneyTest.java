package io.bedrockmeter.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void a_product_is_exact_and_rounds_half_up_only_at_the_twelfth_place() {
        assertThat(Money.product(3, new BigDecimal("0.0000000000005"))).isEqualTo(Money.ofPicos(2));
        assertThat(Money.product(1, new BigDecimal("0.0000000000004"))).isEqualTo(Money.ZERO);
        assertThat(Money.product(120_000, new BigDecimal("0.0000066"))).isEqualTo(Money.parse("0.792"));
    }

    @Test
    void sums_leave_the_range_of_a_long_without_harm() {
        Money most = Money.ofPicos(Long.MAX_VALUE);

        assertThat(most.plus(most).picos())
                .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.TWO));
    }

    @Test
    void amounts_print_as_plain_decimals_with_twelve_places() {
        assertThat(Money.ofPicos(86_000_000)).hasToString("0.000086000000");
        assertThat(Money.ZERO).hasToString("0.000000000000");
        assertThat(Money.parse("-12.5")).hasToString("-12.500000000000");
    }

    @Test
    void more_than_twelve_places_are_refused_rather_than_rounded() {
        assertThatThrownBy(() -> Money.parse("0.0000000000001")).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void equality_is_by_value() {
        assertThat(Money.parse("1")).isEqualTo(Money.parse("1.000")).hasSameHashCodeAs(Money.parse("1.000"));
    }
}
