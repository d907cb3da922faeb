package io.bedrockmeter.metering.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.attribution.Attributor;
import io.bedrockmeter.metering.attribution.PrincipalMap;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.rating.CompiledSchedule;
import io.bedrockmeter.metering.rating.RateTable;
import io.bedrockmeter.metering.request.RequestLedger.Outcome;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.metering.topology.Samples;
import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

/** A request whose entry was remembered by a program that knew no discounts. */
class OlderEntryTest {

    private static final long NOW = Samples.NOON.toEpochMilli();
    private static final Invocation CALL = Samples.call("r1", 1_000, 200);

    @Test
    void an_entry_that_only_has_an_older_form_is_not_corrected() throws Exception {
        RequestLedger ledger = ledger(Optional.empty());
        RequestState remembered = rememberedByAnOlderProgram(ledger);

        Outcome outcome = ledger.onReferenceChange(remembered, NOW);

        assertThat(outcome).isInstanceOf(Outcome.Remembered.class);
    }

    @Test
    void an_entry_of_an_older_form_is_corrected_when_its_cost_changes() throws Exception {
        RequestState remembered = rememberedByAnOlderProgram(ledger(Optional.empty()));
        DiscountCard tenth =
                Samples.discount("*", "10", Samples.NOON).discounts().get(0);

        Outcome outcome = ledger(Optional.of(tenth)).onReferenceChange(remembered, NOW);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Corrected.class, corrected -> {
            assertThat(corrected.reversal().rating().cost()).hasToString("-0.006000000000");
            assertThat(corrected.entry().rating().cost()).hasToString("0.005400000000");
        });
    }

    private static RequestState rememberedByAnOlderProgram(RequestLedger ledger) throws Exception {
        byte[] call = Topics.INVOCATIONS.codec().encode(CALL);
        RequestState state =
                ((Outcome.Entered) ledger.onInvocation(RequestState.EMPTY, InvocationView.of(call), NOW)).state();
        byte[] older = asReleasedFirst(state.entryBytes());
        assertThat(older).isNotEqualTo(state.entryBytes());
        return state.withEntry(older, new int[0]);
    }

    private static byte[] asReleasedFirst(byte[] current) throws Exception {
        Schema now = Topics.LEDGER.codec().schema();
        Schema first;
        try (InputStream in =
                Objects.requireNonNull(LedgerEntry.class.getResourceAsStream("/avro/released/LedgerEntry.v1.avsc"))) {
            first = new Schema.Parser().parse(in);
        }
        int header = RecordCodec.HEADER_BYTES;
        Object entry = new GenericDatumReader<>(now, first)
                .read(null, DecoderFactory.get().binaryDecoder(current, header, current.length - header, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BinaryMessageEncoder<>(new GenericData(), first).encode(entry, out);
        return out.toByteArray();
    }

    private static RequestLedger ledger(Optional<DiscountCard> discount) {
        Attributor attributor = new Attributor(Taxonomy.standard(), List.of(TagSource.values()), Map.of());
        return new RequestLedger(
                new Assessor(attributor, new PrincipalMap(List.of()), new Known(discount), new CellCap(100)),
                MeteringConfig.defaults(MeteringHarness.temporaryFolder()).closedMonths());
    }

    /** One price, and a discount for everyone where there is one. */
    private record Known(Optional<DiscountCard> discount) implements References {

        private static final RateTable RATES = RateTable.of(List.of(Samples.rates(Samples.MODEL, "3", "15")));

        @Override
        public Optional<Profile> profile(String arnOrId) {
            return Optional.empty();
        }

        @Override
        public Optional<Project> project(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<CompiledSchedule> schedule(String model) {
            return RATES.find(model);
        }

        @Override
        public Optional<DiscountCard> discount(String account, String model, Instant time) {
            return discount;
        }

        @Override
        public Iterable<String> ratedModels() {
            return List.of(Samples.MODEL);
        }

        @Override
        public long version() {
            return 1;
        }

        @Override
        public int era(long timeMs) {
            return 0;
        }
    }
}
