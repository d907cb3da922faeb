package io.bedrockmeter.ingest.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.events.CloudEventParser;
import io.bedrockmeter.ingest.json.JsonCounts;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Unit;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged input of every kind: nothing is thrown, nothing impossible is accepted. */
class InvocationLogFuzzTest {

    private static final int ROUNDS = 60_000;
    private static final String CANARY = "CANARY";

    private static final String[] SEEDS = {
        Records.fixture("doc-aws-converse-requestmetadata.json"),
        Records.fixture("illustrative-application-inference-profile-arn.json"),
        Records.fixture("real-dheerajoruganty-conversestream-nova-lite-cache-zero.json"),
        Records.fixture("real-bbg-responses-api-openai-gpt56-us-profile.json"),
        Records.record(
                "{\"inputBodyJson\":{\"text\":\"CANARY \\u00e9 \\\" é\"},\"inputTokenCount\":1e0,\"audioInputDurationSeconds\":0.5}",
                """
                {"outputBodyJson":[{"message":{"model":"m","usage":{"input_tokens":3,"cache_creation":{"ephemeral_1h_input_tokens":1}}}},
                {"usage":{"output_tokens":5,"cacheDetails":[{"ttl":"5m","inputTokens":2}]},"text":"CANARY"},
                {"amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"invocationLatency":7}},"[DONE]"]}"""),
        Records.record(
                "{}",
                "{\"outputBodyJson\":{\"images\":[\"CANARY\"],\"results\":[{\"tokenCount\":2}],\"meta\":{\"billed_units\":{\"search_units\":1}}}}")
    };

    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "-1",
        "1e400",
        "1e-400",
        "5.0",
        "9999999999999999999",
        "0",
        "\\",
        "\\u0000",
        "\uFEFF",
        "\n",
        "\"inputTokenCount\":3,",
        "\"usage\":{",
        "\"requestId\":\"x\",",
        "\u0000",
        "\"\":"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutated_records_are_parsed_or_refused(long seed) {
        Random random = new Random(seed);
        InvocationLogParser parser = new InvocationLogParser(Records.CLOCK);
        CloudEventParser events = new CloudEventParser(Records.CLOCK);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = mutate(SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8), random);
            try {
                check(parser.parse(input, 0, input.length, "fuzz"));
                if (round % 10 == 0) {
                    assertThat(events.parse(input, 0, input.length, true, "fuzz"))
                            .isNotNull();
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed %d round %d: %s"
                                .formatted(seed, round, HexFormat.of().formatHex(input)),
                        e);
            }
        }
    }

    @Test
    void other_encodings_are_parsed_or_refused() {
        for (String charset :
                new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "ISO-8859-1"}) {
            byte[] input = SEEDS[4].getBytes(Charset.forName(charset));
            InvocationLogParser parser = new InvocationLogParser(Records.CLOCK);
            for (int length = 0; length <= input.length; length++) {
                check(parser.parse(Arrays.copyOf(input, length), 0, length, "fuzz"));
            }
        }
    }

    private static void check(ParseResult result) {
        if (result instanceof ParseResult.Parsed parsed) {
            Invocation invocation = parsed.invocation();
            long sum = 0;
            for (int i = 0; i < Unit.count(); i++) {
                long quantity = invocation.quantities().get(Unit.at(i));
                if (quantity < 0 || quantity > JsonCounts.MAX_COUNT) {
                    throw new AssertionError("quantity " + quantity);
                }
                sum += quantity;
            }
            if (sum < 0
                    || invocation.requestId().isEmpty()
                    || invocation.modelId().isEmpty()
                    || invocation.timestamp().isAfter(Records.CLOCK.instant().plus(TimeBounds.MAX_AHEAD))) {
                throw new AssertionError("accepted " + invocation);
            }
        } else if (result.toString().contains(CANARY)) {
            throw new AssertionError("content in " + result);
        }
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] input = seed;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(input.length + 1);
            input = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(input, at);
                case 1 -> insert(input, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8));
                case 2 -> flip(input, random);
                case 3 -> remove(input, at, random.nextInt(12));
                case 4 ->
                    insert(input, at, Arrays.copyOfRange(input, at, Math.min(input.length, at + random.nextInt(60))));
                default -> replaceNumber(input, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8));
            };
            if (input.length == 0) {
                return input;
            }
        }
        return input;
    }

    private static byte[] flip(byte[] input, Random random) {
        byte[] flipped = input.clone();
        flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        return flipped;
    }

    private static byte[] insert(byte[] input, int at, byte[] more) {
        byte[] inserted = new byte[input.length + more.length];
        System.arraycopy(input, 0, inserted, 0, at);
        System.arraycopy(more, 0, inserted, at, more.length);
        System.arraycopy(input, at, inserted, at + more.length, input.length - at);
        return inserted;
    }

    private static byte[] remove(byte[] input, int at, int count) {
        int end = Math.min(input.length, at + count);
        byte[] removed = Arrays.copyOf(input, input.length - (end - at));
        System.arraycopy(input, end, removed, at, input.length - end);
        return removed;
    }

    /** Replaces the next value behind a colon. */
    private static byte[] replaceNumber(byte[] input, int at, byte[] value) {
        int i = at;
        while (i < input.length && input[i] != ':') {
            i++;
        }
        if (i >= input.length - 1) {
            return input;
        }
        int end = i + 1;
        while (end < input.length && input[end] != ',' && input[end] != '}') {
            end++;
        }
        return insert(remove(input, i + 1, end - i - 1), i + 1, value);
    }
}
