package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Arrangement;
import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.Rank;
import io.bedrockmeter.metering.query.RowFilter;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a page ends, as an opaque text for the client to hand back. It names a place in the order of lines rather than a
 * number of lines, so that changes before it neither repeat nor skip what follows. It fits one question only.
 */
final class Cursor {

    private static final int MAX_LENGTH = 8_000;
    private static final int FIXED = 4;

    private final String question;
    private final int width;

    Cursor(Question question, Arrangement arrangement, boolean compared) {
        this.question = Digests.hex(
                16,
                String.join(",", question.groupBy().stream().map(Grouping::name).toList()),
                String.join(
                        "\n", question.filters().stream().map(RowFilter::text).toList()),
                question.range().to().toString(),
                question.granularity().toString(),
                arrangement.top().toString(),
                arrangement.sort().toString(),
                String.valueOf(arrangement.ascending()),
                String.valueOf(compared));
        this.width = question.groupBy().size();
    }

    String encode(Rank rank) {
        JsonArray place = new JsonArray()
                .add(question)
                .add(rank.remainder())
                .add(rank.measure().toString())
                .add(rank.key().windowStartMs());
        rank.key().values().forEach(place::add);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when the text is no cursor of this question. */
    Optional<Rank> decode(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JsonArray place = new JsonArray(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (place.size() != FIXED + width || !question.equals(place.getString(0))) {
                return Optional.empty();
            }
            List<String> values = new ArrayList<>();
            for (int i = FIXED; i < place.size(); i++) {
                values.add(String.valueOf(place.getString(i)));
            }
            return Optional.of(new Rank(
                    Boolean.TRUE.equals(place.getBoolean(1)),
                    new BigInteger(String.valueOf(place.getString(2))),
                    GroupKey.of(place.getLong(3), values)));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException | DecodeException e) {
            return Optional.empty();
        }
    }
}
