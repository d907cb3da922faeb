package io.bedrockmeter.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemas evolve BACKWARD_TRANSITIVE: the current one reads everything that any released version wrote. A changed schema is
 * released by adding it to {@code avro/released} under the next number; released files are never edited.
 */
class SchemaHistoryTest {

    static List<Schema> current() {
        return Topics.all().stream()
                .map(Topic::codec)
                .flatMap(codec -> codec.schemas().stream())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("current")
    void the_current_schema_reads_what_every_released_version_wrote(Schema current) {
        for (Schema released : Schemas.released(current.getName())) {
            assertThat(SchemaCompatibility.checkReaderWriterCompatibility(current, released)
                            .getType())
                    .as("%s against released %s", current.getName(), released)
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest
    @MethodSource("current")
    void the_current_schema_is_the_newest_released_one(Schema current) {
        List<Schema> released = Schemas.released(current.getName());

        assertThat(released).as("released versions of %s", current.getName()).isNotEmpty();
        assertThat(released.get(released.size() - 1))
                .as("add avro/released/%s.v%d.avsc", current.getName(), released.size() + 1)
                .isEqualTo(current);
    }

    @Test
    void an_adjustment_holds_a_ledger_entry_as_the_ledger_has_it() {
        Schema adjustment = Schemas.current("Adjustment");

        assertThat(adjustment.getField("replaced").schema()).isEqualTo(Schemas.current("LedgerEntry"));
        assertThat(adjustment.getField("rating").schema())
                .isEqualTo(Schemas.current("LedgerEntry").getField("rating").schema());
    }
}
