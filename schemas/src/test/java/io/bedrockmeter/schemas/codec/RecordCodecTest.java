package io.bedrockmeter.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.schemas.codec.SampleRecords.Sample;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateRecord;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {

    static List<Sample<?>> samples() {
        return SampleRecords.all();
    }

    @Test
    void every_record_of_the_catalogue_has_a_sample_here() {
        Set<String> sampled = samples().stream()
                .map(sample -> sample.codec().schema().getName())
                .collect(Collectors.toSet());

        assertThat(sampled)
                .containsAll(Topics.all().stream()
                        .flatMap(topic -> topic.codec().schemas().stream())
                        .map(Schema::getName)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void a_record_reads_back_as_it_was_written(Sample<T> sample) {
        byte[] bytes = sample.codec().encode(sample.value());

        assertThat(sample.codec().decode(bytes)).isEqualTo(sample.value());
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void avro_itself_reads_and_writes_the_same_bytes(Sample<T> sample) throws IOException {
        byte[] bytes = sample.codec().encode(sample.value());

        Object read = new BinaryMessageDecoder<>(
                        new org.apache.avro.generic.GenericData(),
                        sample.codec().schema())
                .decode(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(sample.codec().schema()).write(read, encoder);
        encoder.flush();

        byte[] body = Arrays.copyOfRange(bytes, RecordCodec.HEADER_BYTES, bytes.length);
        Object again = new GenericDatumReader<>(sample.codec().schema())
                .read(null, DecoderFactory.get().binaryDecoder(body, null));
        assertThat(again).isEqualTo(read);
        assertThat(out.size()).isEqualTo(body.length);
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void a_record_cut_anywhere_is_refused(Sample<T> sample) {
        byte[] bytes = sample.codec().encode(sample.value());

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> sample.codec().decode(cut)).isInstanceOf(UndecodableException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void a_damaged_record_is_refused_or_read_and_nothing_else_happens(Sample<T> sample) {
        byte[] bytes = sample.codec().encode(sample.value());
        Random random = new Random(7);

        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[RecordCodec.HEADER_BYTES + random.nextInt(bytes.length - RecordCodec.HEADER_BYTES)] =
                        (byte) random.nextInt(256);
            }
            try {
                sample.codec().decode(damaged);
            } catch (UndecodableException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void a_record_of_another_type_is_refused_by_its_fingerprint() {
        byte[] bytes = encodeFirst(samples().get(0));

        assertThatThrownBy(() -> Topics.DEAD_LETTERS.codec().decode(bytes))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("unknown schema fingerprint");
    }

    @Test
    void bytes_after_a_record_are_refused() {
        byte[] bytes = encodeFirst(samples().get(0));

        assertThatThrownBy(() -> Topics.INVOCATIONS.codec().decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("1 bytes after the record");
    }

    @Test
    void prices_and_discounts_travel_on_one_topic() {
        RecordCodec<RateRecord> both = Topics.RATE_CARDS.codec();

        List<RateRecord> read = List.of(
                both.decode(both.encode(SampleRecords.schedule())),
                both.decode(both.encode(SampleRecords.discounts())));

        assertThat(read).containsExactly(SampleRecords.schedule(), SampleRecords.discounts());
    }

    @Test
    void a_reader_that_knows_prices_only_reads_them_and_refuses_discounts() {
        RecordCodec<RateSchedule> pricesOnly = new RecordCodec<>(new RateScheduleMapping());
        byte[] discounts = Topics.RATE_CARDS.codec().encode(SampleRecords.discounts());
        byte[] prices = Topics.RATE_CARDS.codec().encode(SampleRecords.schedule());

        assertThat(pricesOnly.decode(prices)).isEqualTo(SampleRecords.schedule());
        assertThat(Schemas.released("RateSchedule"))
                .as("any change of this schema keeps older readers from every price")
                .hasSize(1);
        assertThatThrownBy(() -> pricesOnly.decode(discounts))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("unknown schema fingerprint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "100.1", "ten", "1e-999999999", "1e999999999"})
    void a_discount_outside_of_0_to_100_percent_is_refused(String percent) {
        AvroWriter out = new AvroWriter().reset();
        out.writeFixed(
                Arrays.copyOf(Topics.RATE_CARDS.codec().encode(SampleRecords.discounts()), RecordCodec.HEADER_BYTES));
        out.writeString("*");
        out.writeArray(List.of(percent), (w, text) -> {
            w.writeString("*");
            w.writeString(text);
            w.writeInstant(Instant.EPOCH);
            w.writeBranch(0);
            w.writeString("s");
            w.writeString("1");
        });
        byte[] bytes = out.toBytes();

        assertThatThrownBy(() -> Topics.RATE_CARDS.codec().decode(bytes))
                .isInstanceOf(UndecodableException.class)
                .hasMessageStartingWith("percent is ");
    }

    @Test
    void a_ledger_entry_from_before_there_were_discounts_has_none() throws IOException {
        LedgerEntryMapping mapping = new LedgerEntryMapping();
        Schema first = Schemas.released("LedgerEntry").get(0);
        LedgerEntry entry = samples().stream()
                .map(Sample::value)
                .filter(LedgerEntry.class::isInstance)
                .map(LedgerEntry.class::cast)
                .findFirst()
                .orElseThrow();
        byte[] current = new RecordCodec<>(mapping).encode(entry);
        Object generic = new GenericDatumReader<>(mapping.schema(), first)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        current,
                                        RecordCodec.HEADER_BYTES,
                                        current.length - RecordCodec.HEADER_BYTES,
                                        null));
        ByteBuffer written =
                new BinaryMessageEncoder<>(new org.apache.avro.generic.GenericData(), first).encode(generic);

        LedgerEntry read = new RecordCodec<>(mapping).decode(written.array());

        assertThat(read).isEqualTo(entry);
        assertThat(((Rating.Priced) read.rating()).discount()).isEmpty();
    }

    @Test
    void a_record_of_a_released_older_schema_is_resolved_to_the_current_one() throws IOException {
        RateScheduleMapping mapping = new RateScheduleMapping();
        Schema older = withoutLongContext(mapping.schema());
        RateCard card = new RateCard(
                Scope.REGIONAL,
                "*",
                "default",
                Unit.INPUT_TOKEN,
                0,
                new BigDecimal("0.5"),
                Instant.EPOCH,
                Optional.empty(),
                RateLayer.BUNDLED,
                "s",
                "1");
        RateSchedule schedule = new RateSchedule("m", List.of(card));
        byte[] current = new RecordCodec<>(mapping).encode(schedule);
        Object generic = new GenericDatumReader<>(mapping.schema(), older)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        current,
                                        RecordCodec.HEADER_BYTES,
                                        current.length - RecordCodec.HEADER_BYTES,
                                        null));
        ByteBuffer written =
                new BinaryMessageEncoder<>(new org.apache.avro.generic.GenericData(), older).encode(generic);

        RateSchedule read = new RecordCodec<>(mapping, List.of(older)).decode(written.array());

        assertThat(read).isEqualTo(schedule);
    }

    private static Schema withoutLongContext(Schema current) {
        String field = "\\{\"name\":\"minPromptTokens\",[^}]*},";
        String older = current.toString().replaceAll(field, "");
        assertThat(older).doesNotContain("minPromptTokens");
        return new Schema.Parser().parse(older);
    }

    private static <T> byte[] encodeFirst(Sample<T> sample) {
        return sample.codec().encode(sample.value());
    }
}
