package io.bedrockmeter.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InvocationViewTest {

    private static final RecordCodec<Invocation> CODEC = Topics.INVOCATIONS.codec();
    private static final String[] TEXTS = {
        "", "a", "us-east-1", "amazon.nova-micro-v1:0", "größe", "日本", "x".repeat(200)
    };

    private final Random random = new Random(Long.getLong("tests.seed", 1));

    @Test
    void a_record_reads_the_same_in_place_and_decoded() {
        for (int i = 0; i < 5_000; i++) {
            Invocation record = record();
            byte[] bytes = CODEC.encode(record);

            InvocationView view = InvocationView.of(bytes);

            assertThat(view.bytes()).isSameAs(bytes);
            assertThat(view.requestId()).isEqualTo(record.requestId());
            assertThat(view.timestampMs()).isEqualTo(record.timestamp().toEpochMilli());
            assertThat(view.quantities()).isEqualTo(record.quantities());
            assertThat(view.cacheTtlKnown()).isEqualTo(record.cacheTtlKnown());
            assertThat(view.failed()).isEqualTo(record.failed());
            assertThat(view.invocation()).isEqualTo(record);
            assertThat(view.isAbout(record.requestId().getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(!record.requestId().isEmpty());
            assertThat(view.isAbout((record.requestId() + "x").getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
        }
    }

    @Test
    void circumstances_are_alike_exactly_when_all_that_decides_about_them_is() {
        for (int i = 0; i < 5_000; i++) {
            Invocation one = record();
            Invocation other = random.nextBoolean() ? withOtherNumbers(one) : withAnotherText(one);

            assertThat(circumstances(other).equals(circumstances(one)))
                    .as("%s and %s", one, other)
                    .isEqualTo(alike(one, other));
        }
    }

    @Test
    void damaged_bytes_are_refused_exactly_when_the_codec_refuses_them() {
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = damaged(CODEC.encode(record()));

            boolean decodable = isDecodable(() -> CODEC.decode(bytes));

            assertThat(isDecodable(() -> InvocationView.of(bytes))).isEqualTo(decodable);
            refused += decodable ? 0 : 1;
        }
        assertThat(refused).isBetween(1_000, 49_000);
    }

    @Test
    void an_id_that_is_no_text_is_about_no_request() {
        byte[] bytes = CODEC.encode(record("zz"));
        int at = RecordCodec.HEADER_BYTES + 1;
        bytes[at] = (byte) 0xFF;

        assertThat(InvocationView.of(bytes).isAbout(new byte[] {(byte) 0xFF, 'z'}))
                .isFalse();
    }

    private static boolean isDecodable(Runnable decoding) {
        try {
            decoding.run();
            return true;
        } catch (UndecodableException e) {
            return false;
        }
    }

    private byte[] damaged(byte[] bytes) {
        byte[] damaged =
                random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 3)) : bytes.clone();
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static String circumstances(Invocation record) {
        AvroWriter out = new AvroWriter();
        InvocationView.of(CODEC.encode(record)).writeCircumstances(out);
        return new String(out.toBytes(), StandardCharsets.ISO_8859_1);
    }

    private static boolean alike(Invocation one, Invocation other) {
        return one.accountId().equals(other.accountId())
                && one.region().equals(other.region())
                && one.inferenceRegion().equals(other.inferenceRegion())
                && one.operation().equals(other.operation())
                && one.modelId().equals(other.modelId())
                && one.bodyModel().equals(other.bodyModel())
                && one.principal().equals(other.principal())
                && one.serviceTier().equals(other.serviceTier())
                && one.latencyOptimized() == other.latencyOptimized()
                && one.requestMetadata().equals(other.requestMetadata());
    }

    private Invocation withOtherNumbers(Invocation one) {
        return new Invocation(
                text(),
                Instant.ofEpochMilli(random.nextLong() >> 20),
                one.accountId(),
                one.region(),
                one.inferenceRegion(),
                one.operation(),
                one.modelId(),
                one.bodyModel(),
                one.principal(),
                quantities(),
                random.nextBoolean(),
                one.serviceTier(),
                one.latencyOptimized(),
                text(),
                random.nextInt(),
                one.requestMetadata(),
                UsageOrigin.values()[random.nextInt(UsageOrigin.values().length)],
                text());
    }

    /** Another value for one field of those that decide. */
    private Invocation withAnotherText(Invocation one) {
        int field = random.nextInt(10);
        return new Invocation(
                one.requestId(),
                one.timestamp(),
                field == 0 ? text() : one.accountId(),
                field == 1 ? text() : one.region(),
                field == 2 ? text() : one.inferenceRegion(),
                field == 3 ? text() : one.operation(),
                field == 4 ? text() : one.modelId(),
                field == 5 ? text() : one.bodyModel(),
                field == 6 ? text() : one.principal(),
                one.quantities(),
                one.cacheTtlKnown(),
                field == 7 ? text() : one.serviceTier(),
                field == 8 ? random.nextBoolean() : one.latencyOptimized(),
                one.errorCode(),
                one.latencyMs(),
                field == 9 ? Map.of(text(), text()) : one.requestMetadata(),
                one.origin(),
                one.source());
    }

    private Invocation record() {
        return record(text());
    }

    private Invocation record(String requestId) {
        return new Invocation(
                requestId,
                Instant.ofEpochMilli(random.nextLong() >> 20),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                text(),
                quantities(),
                random.nextBoolean(),
                text(),
                random.nextBoolean(),
                text(),
                random.nextInt(),
                random.nextBoolean() ? Map.of(text(), text()) : Map.of("k1", text(), "k2", text()),
                UsageOrigin.values()[random.nextInt(UsageOrigin.values().length)],
                text());
    }

    private Quantities quantities() {
        Quantities.Builder quantities = Quantities.builder();
        for (int i = 0; i < Unit.count(); i++) {
            quantities.set(Unit.at(i), random.nextLong() >> random.nextInt(64));
        }
        return quantities.build();
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
