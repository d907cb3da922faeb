package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes rate-card files as YAML that {@link RateCardReader} reads back to the same cards. The same cards give the same
 * text, byte by byte.
 */
public final class RateCardWriter {

    /** Cards that differ only by unit and price are written as one group. */
    private record Group(
            Scope scope,
            String region,
            String tier,
            long minPromptTokens,
            Instant from,
            Optional<Instant> to,
            Per per) {}

    private RateCardWriter() {}

    /**
     * The text of a file.
     *
     * @param notice lines put first as a comment, without the comment sign
     */
    public static String write(RateCardFile file, List<String> notice) {
        StringBuilder out = new StringBuilder();
        notice.forEach(
                line -> out.append(line.isEmpty() ? "#" : "# ").append(line).append('\n'));
        out.append("currency: USD\n");
        out.append("layer: ").append(layerName(file.layer())).append('\n');
        out.append("source: ").append(quoted(file.source())).append('\n');
        out.append("version: ").append(quoted(file.version())).append('\n');
        Optional<Instant> commonFrom = commonFrom(file);
        commonFrom.ifPresent(from -> out.append("effectiveFrom: ").append(from).append('\n'));
        out.append(file.schedules().isEmpty() ? "models: []\n" : "models:\n");
        for (RateSchedule schedule : file.schedules()) {
            write(out, schedule, commonFrom);
        }
        if (!file.discounts().isEmpty()) {
            out.append("discounts:\n");
            file.discounts().forEach(card -> write(out, card));
        }
        return out.toString();
    }

    private static void write(StringBuilder out, DiscountCard card) {
        out.append("  - {account: ").append(quoted(card.account()));
        out.append(", model: ").append(quoted(card.model()));
        out.append(", percent: ").append(quoted(card.percent().toPlainString()));
        out.append(", effectiveFrom: ").append(quoted(card.effectiveFrom().toString()));
        card.effectiveTo().ifPresent(to -> out.append(", effectiveTo: ").append(quoted(to.toString())));
        out.append("}\n");
    }

    private static void write(StringBuilder out, RateSchedule schedule, Optional<Instant> commonFrom) {
        out.append("  - model: ").append(quoted(schedule.model())).append('\n');
        out.append(schedule.cards().isEmpty() ? "    cards: []\n" : "    cards:\n");
        Map<Group, List<RateCard>> groups = schedule.cards().stream()
                .collect(Collectors.groupingBy(RateCardWriter::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, cards) -> write(out, group, cards, commonFrom));
    }

    private static void write(StringBuilder out, Group group, List<RateCard> cards, Optional<Instant> commonFrom) {
        out.append("      - {scope: ").append(group.scope().wireName());
        out.append(", region: ").append(quoted(group.region()));
        if (!group.tier().equals(RateCard.DEFAULT_TIER)) {
            out.append(", tier: ").append(group.tier());
        }
        if (group.minPromptTokens() != 0) {
            out.append(", minPromptTokens: ").append(group.minPromptTokens());
        }
        if (commonFrom.isEmpty()) {
            out.append(", effectiveFrom: ").append(quoted(group.from().toString()));
        }
        group.to().ifPresent(to -> out.append(", effectiveTo: ").append(quoted(to.toString())));
        out.append(", per: ").append(group.per().text());
        out.append(",\n         prices: {");
        out.append(cards.stream()
                .map(card -> card.unit().fieldName() + ": "
                        + quoted(group.per().ofUnit(card.usdPerUnit()).toPlainString()))
                .collect(Collectors.joining(", ")));
        out.append("}}\n");
    }

    private static Group group(RateCard card) {
        return new Group(
                card.scope(),
                card.region(),
                card.tier(),
                card.minPromptTokens(),
                card.effectiveFrom(),
                card.effectiveTo(),
                Per.customary(card.unit()));
    }

    /** The start that all cards share, empty when they do not or there are none. */
    private static Optional<Instant> commonFrom(RateCardFile file) {
        Set<Instant> starts = file.schedules().stream()
                .flatMap(schedule -> schedule.cards().stream())
                .map(RateCard::effectiveFrom)
                .collect(Collectors.toSet());
        return starts.size() == 1 ? starts.stream().findAny() : Optional.empty();
    }

    /** The name of a layer in files and commands. */
    public static String layerName(RateLayer layer) {
        return layer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F || c >= 0x80) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
