package io.bedrockmeter.metering.explain;

import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An explanation as people read it. Text that callers chose cannot control the terminal. */
public final class ExplanationText {

    private final StringBuilder text = new StringBuilder();

    private ExplanationText() {}

    /** Lines, each ended by a line break. */
    public static String render(Explanation explanation) {
        ExplanationText renderer = new ExplanationText();
        renderer.all(explanation);
        return renderer.text.toString();
    }

    private void all(Explanation explanation) {
        if (!explanation.isKnown()) {
            line("request " + explanation.requestId()
                    + " is not found: it was never seen, or it is older than the topics"
                    + " keep (invocations and tag events 14 days, ledger 400 days unless configured otherwise)");
            return;
        }
        line("request " + explanation.requestId());
        explanation.invocations().forEach(this::invocation);
        explanation.tagEvents().forEach(this::tagEvent);
        if (!explanation.isEntered()) {
            line(
                    explanation.invocations().isEmpty()
                            ? "not in the ledger: its tag events wait for a record of the call"
                            : "not in the ledger: not rated yet, refused (see the dead letters), or older than the ledger keeps");
            return;
        }
        explanation.inForce().forEach(this::inForce);
        corrections(explanation.lines());
        line("total  " + explanation.cost() + " USD, the sum of "
                + explanation.lines().size() + " ledger line"
                + (explanation.lines().size() == 1 ? "" : "s"));
    }

    private void invocation(Sighting<Invocation> sighting) {
        Invocation call = sighting.value();
        line("record  " + call.timestamp() + "  " + call.operation() + "  " + call.modelId() + "  " + call.region()
                + said("  served by ", call.inferenceRegion())
                + said("  account ", call.accountId())
                + said("  principal ", call.principal())
                + said("  tier ", call.serviceTier())
                + said("  error ", call.errorCode()));
        line("        " + quantities(call) + ", from " + call.origin() + " " + call.source() + ", written "
                + sighting.writtenAt() + " to " + sighting.where());
        if (!call.requestMetadata().isEmpty()) {
            line("        request metadata " + pairs(call.requestMetadata()));
        }
    }

    private void tagEvent(Sighting<TagEvent> sighting) {
        TagEvent event = sighting.value();
        line("tagged  " + event.time() + "  " + pairs(event.tags())
                + said("  project ", event.projectId())
                + said("  profile ", event.profileArn())
                + said("  tier ", event.serviceTier())
                + (event.cacheWrite1hTokens() < 0 ? "" : "  one-hour cache writes " + event.cacheWrite1hTokens()));
        line("        by " + event.source() + (event.authenticated() ? ", authenticated" : ", not authenticated")
                + ", written " + sighting.writtenAt() + " to " + sighting.where());
    }

    private void inForce(LedgerEntry entry) {
        line("in force: revision " + entry.revision() + ", " + reason(entry));
        Dimensions where = entry.dimensions();
        line("  call   " + entry.timestamp() + "  " + where.operation() + "  " + where.modelAsCalled() + "  "
                + where.region() + "  account " + where.account() + (entry.failed() ? "  failed" : ""));
        if (entry.isAdjustment()) {
            line("  booked " + entry.bookedAt() + ", because the month of the call was closed");
        }
        line("  model  " + where.model() + "  scope " + where.scope() + "  tier " + where.tier() + "  profile "
                + where.profile() + "  project " + where.project() + "  principal " + where.principal());
        entry.tags().forEach(this::tag);
        rating(entry.rating());
    }

    private void tag(AttributedTag tag) {
        line("  tag    " + tag.key() + "=" + tag.value() + "  from " + tag.source()
                + (tag.conflict() ? ", a less trusted source said something else" : ""));
    }

    private void rating(Rating rating) {
        if (rating instanceof Rating.Priced priced) {
            priced.charges().forEach(this::charge);
            line("  cost   " + priced.cost() + " USD"
                    + (priced.cost().equals(priced.listCost()) ? "" : ", list price " + priced.listCost() + " USD"));
            line("  rates  " + priced.model() + "  scope " + priced.scope().wireName() + "  tier " + priced.tier()
                    + (priced.tierAssumed() ? " (assumed: no source named it)" : "") + "  layer " + priced.layer()
                    + "  source " + priced.source() + "  version " + priced.version()
                    + (priced.cacheTtlAssumed() ? "  cache writes assumed to live five minutes" : ""));
            priced.discount()
                    .ifPresent(discount -> line("  less   " + discount + "  source " + discount.source() + "  version "
                            + discount.version()));
        } else if (rating instanceof Rating.Unpriced unpriced) {
            line("  no price: " + unpriced.reason() + ", " + unpriced.detail());
        }
    }

    private void charge(Charge charge) {
        line("  " + String.format(Locale.ROOT, "%,d", charge.quantity()) + " "
                + charge.unit().fieldName() + " x " + charge.usdPerUnit().toPlainString() + " USD = "
                + charge.listCost()
                + " USD"
                + (charge.cost().equals(charge.listCost()) ? "" : ", after discounts " + charge.cost() + " USD"));
    }

    private void corrections(List<Sighting<LedgerEntry>> lines) {
        line("ledger");
        for (Sighting<LedgerEntry> sighting : lines) {
            LedgerEntry entry = sighting.value();
            line("  " + sighting.writtenAt() + "  revision " + entry.revision()
                    + (entry.sign() > 0 ? "  entry     " : "  reversal  ")
                    + entry.rating().cost() + " USD  "
                    + version(entry.rating()) + "  " + reason(entry)
                    + (entry.isAdjustment() ? "  booked " + entry.bookedAt() : ""));
        }
    }

    private static String version(Rating rating) {
        return rating instanceof Rating.Priced priced ? priced.source() + " " + priced.version() : "no price";
    }

    private static String reason(LedgerEntry entry) {
        return words(entry.reason()) + (entry.note().isEmpty() ? "" : ": " + entry.note());
    }

    private static String words(EntryReason reason) {
        return switch (reason) {
            case FIRST -> "first entry";
            case BETTER_RECORD -> "a better record arrived";
            case TAG_EVENT -> "a tag event arrived";
            case REFERENCE_DATA -> "a profile, project or price changed";
            case RERATED -> "rerated";
        };
    }

    private static String quantities(Invocation call) {
        StringBuilder quantities = new StringBuilder();
        for (Unit unit : Unit.values()) {
            long quantity = call.quantities().get(unit);
            if (quantity != 0) {
                quantities
                        .append(quantities.isEmpty() ? "" : ", ")
                        .append(String.format(Locale.ROOT, "%,d %s", quantity, unit.fieldName()));
            }
        }
        return quantities.isEmpty() ? "nothing consumed" : quantities.toString();
    }

    private static String pairs(Map<String, String> map) {
        StringBuilder pairs = new StringBuilder();
        new TreeMap<>(map)
                .forEach((key, value) -> pairs.append(pairs.isEmpty() ? "" : ", ")
                        .append(key)
                        .append('=')
                        .append(value));
        return pairs.toString();
    }

    private static String said(String label, String value) {
        return value.isEmpty() ? "" : label + value;
    }

    private void line(String line) {
        line.chars().forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
        text.append('\n');
    }
}
