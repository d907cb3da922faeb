package io.bedrockmeter.metering.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.schemas.model.Dimensions;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

final class KnownCellsTest {

    @Test
    void a_cell_comes_back_as_it_was_and_shares_its_texts_with_others() {
        KnownCells known = new KnownCells();
        Cell one = cell("search", "alice");
        Cell other = cell("search", "bob");
        known.remember(Bytes.wrap(one.id()), one.dimensionsBytes());
        known.remember(Bytes.wrap(other.id()), other.dimensionsBytes());

        Dimensions found = known.get(Bytes.wrap(other.id()));

        assertThat(found).isEqualTo(other.dimensions());
        assertThat(found.tags().get("Team"))
                .isSameAs(known.get(Bytes.wrap(one.id())).tags().get("Team"));
    }

    @Test
    void more_cells_than_there_are_places_for_make_room_for_each_other() {
        KnownCells known = new KnownCells();
        for (int i = 0; i < KnownCells.MAX_CELLS + 100; i++) {
            Cell cell = cell("search", "principal" + i);

            Dimensions remembered = known.remember(Bytes.wrap(cell.id()), cell.dimensionsBytes());

            assertThat(remembered).isEqualTo(cell.dimensions());
        }
        assertThat(known.size()).isBetween(KnownCells.MAX_CELLS / 2, KnownCells.MAX_CELLS);
    }

    private static Cell cell(String team, String principal) {
        return new Cell(new Dimensions(
                Map.of("Team", team),
                "111122223333",
                "us-east-1",
                Samples.MODEL,
                Samples.MODEL,
                "regional",
                Dimensions.NONE,
                Dimensions.NONE,
                principal,
                "Converse",
                "default"));
    }
}
