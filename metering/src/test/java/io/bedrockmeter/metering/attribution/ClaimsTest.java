package io.bedrockmeter.metering.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.TagEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    @Test
    void the_later_claim_holds_and_the_greater_text_of_two_made_at_once() {
        Claims claims = Claims.NONE
                .plus(event(Map.of("Team", "later"), 2, true))
                .plus(event(Map.of("Team", "earlier", "App", "a"), 1, true))
                .plus(event(Map.of("App", "b"), 1, true));

        assertThat(claims.tags(true)).isEqualTo(Map.of("Team", "later", "App", "b"));
    }

    @Test
    void what_unauthenticated_senders_say_is_kept_apart() {
        Claims claims = Claims.NONE
                .plus(event(Map.of("Team", "true"), 1, true))
                .plus(event(Map.of("Team", "forged"), 9, false));

        assertThat(claims.tags(true)).isEqualTo(Map.of("Team", "true"));
        assertThat(claims.tags(false)).isEqualTo(Map.of("Team", "forged"));
        assertThat(Claims.NONE.plus(forgedTier()).serviceTier()).isEmpty();
    }

    @Test
    void merging_gives_the_same_claims_in_any_order_and_with_any_repetition() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            List<TagEvent> events = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                events.add(event(
                        Map.of("k" + random.nextInt(3), "v" + random.nextInt(4)),
                        random.nextInt(3),
                        random.nextBoolean()));
            }
            Claims expected = merge(events);
            List<TagEvent> shuffled = new ArrayList<>(events);
            shuffled.addAll(events.subList(0, random.nextInt(6)));
            Collections.shuffle(shuffled, random);

            assertThat(merge(shuffled)).as("round %d", round).isEqualTo(expected);
        }
    }

    @Test
    void claims_survive_the_state_store() {
        Claims claims = Claims.NONE
                .plus(event(Map.of("Team", "søk"), 5, true))
                .plus(forgedTier())
                .plus(new TagEvent("r", Map.of(), "proj_1", "arn:p", "flex", 7, true, "s", "e", Instant.EPOCH));
        AvroWriter out = new AvroWriter();

        claims.write(out);
        byte[] bytes = out.toBytes();
        Claims read = Claims.read(new AvroReader(bytes, 0, bytes.length));

        assertThat(read).isEqualTo(claims);
        assertThat(read.projectId()).contains("proj_1");
        assertThat(read.profileArn()).contains("arn:p");
        assertThat(read.serviceTier()).contains("flex");
        assertThat(read.cacheWrite1hTokens()).hasValue(7);
    }

    @Test
    void claims_about_one_request_are_bounded() {
        Claims claims = Claims.NONE;
        for (int i = 0; i < 2 * Claims.MAX_CLAIMS; i++) {
            claims = claims.plus(event(Map.of("key" + i, "v"), 1, true));
        }

        assertThat(claims.tags(true)).hasSize(Claims.MAX_CLAIMS);
    }

    private static Claims merge(List<TagEvent> events) {
        Claims claims = Claims.NONE;
        for (TagEvent event : events) {
            claims = claims.plus(event);
        }
        return claims;
    }

    private static TagEvent forgedTier() {
        return new TagEvent("r", Map.of(), "", "", "flex", -1, false, "s", "e", Instant.EPOCH);
    }

    private static TagEvent event(Map<String, String> tags, long second, boolean authenticated) {
        return new TagEvent("r", tags, "", "", "", -1, authenticated, "s", "e", Instant.EPOCH.plusSeconds(second));
    }
}
