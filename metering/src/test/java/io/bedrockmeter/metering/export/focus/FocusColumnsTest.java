package io.bedrockmeter.metering.export.focus;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.export.table.Column;
import io.bedrockmeter.metering.export.table.ColumnType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The columns against the table of the FOCUS 1.2 specification. */
final class FocusColumnsTest {

    private record Specified(
            String name, String level, String type, boolean nullable, boolean written, String whyNot) {}

    private static final Map<String, ColumnType> TYPES = Map.of(
            "String", ColumnType.TEXT,
            "JSON", ColumnType.TEXT,
            "Decimal", ColumnType.DECIMAL,
            "Date/Time", ColumnType.TIME);

    private static List<Specified> specification() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FocusColumnsTest.class.getResourceAsStream("/export/focus-1.2-columns.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(field -> new Specified(
                            field[0],
                            field[1],
                            field[2],
                            Boolean.parseBoolean(field[3]),
                            Boolean.parseBoolean(field[5]),
                            field[6]))
                    .toList();
        }
    }

    private static List<Column> focusColumns() {
        return FocusExport.schema().columns().stream()
                .filter(column -> !column.name().startsWith("x_"))
                .toList();
    }

    @Test
    void the_table_is_the_whole_specification() throws Exception {
        Map<String, Long> levels =
                specification().stream().collect(Collectors.groupingBy(Specified::level, Collectors.counting()));

        assertThat(levels).isEqualTo(Map.of("Mandatory", 21L, "Recommended", 4L, "Conditional", 32L));
    }

    @Test
    void every_mandatory_and_recommended_column_is_there_and_every_other_one_has_a_reason_not_to_be() throws Exception {
        for (Specified column : specification()) {
            assertThat(column.written() || column.level().equals("Conditional"))
                    .as(column.name())
                    .isTrue();
            assertThat(column.whyNot().isEmpty()).as(column.name()).isEqualTo(column.written());
        }
    }

    @Test
    void names_order_types_and_nulls_are_as_specified() throws Exception {
        List<Column> expected = specification().stream()
                .filter(Specified::written)
                .map(column -> new Column(
                        column.name(),
                        Objects.requireNonNull(TYPES.get(column.type()), column.type()),
                        !column.nullable()))
                .toList();

        assertThat(focusColumns()).isEqualTo(expected);
    }

    @Test
    void our_own_columns_come_last_and_are_named_as_custom_ones_must_be() {
        List<String> names =
                FocusExport.schema().columns().stream().map(Column::name).toList();

        List<String> ours = names.subList(focusColumns().size(), names.size());
        assertThat(ours).isNotEmpty().allMatch(name -> name.matches("x_[A-Z][A-Za-z0-9]{0,47}"));
        assertThat(ours)
                .containsAll(List.of(
                        "x_InputTokens",
                        "x_CacheWrite1hTokens",
                        "x_Model",
                        "x_ModelAsCalled",
                        "x_Unpriced",
                        "x_UnpricedReason"));
    }
}
