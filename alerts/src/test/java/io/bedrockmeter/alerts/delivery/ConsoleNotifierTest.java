package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleNotifierTest {

    @Test
    void an_alert_is_one_readable_line_whatever_the_budget_is_called() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new ConsoleNotifier(new PrintStream(out, true, StandardCharsets.UTF_8))
                .send(List.of(Alerts.alert("search-month", "Search\nALERT fake", List.of())), "console");

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        "ALERT 2026-11-20T10:00:00Z Budget Search?ALERT fake (search-month) reached 80 %: "
                                + "$401.23 of $500.00 used (80.24 %) [search-month/2026-11-01T00:00:00Z/80]\n");
    }
}
