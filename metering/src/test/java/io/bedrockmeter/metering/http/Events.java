package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.EventLog.Event;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests for tests. */
final class Events {

    static final String NOVA = "amazon.nova-lite-v1:0";
    static final String SONNET = "anthropic.claude-sonnet-4-6";

    private Events() {}

    static Event event(String time, String team, String model, String cost) {
        return event(Instant.parse(time), team, "search", model, 1, Money.parse(cost));
    }

    static Event event(Instant time, String team, String application, String model, long requests, Money cost) {
        return new Event(
                time,
                dimensions(team, application, model),
                new Totals(
                        requests,
                        0,
                        cost.signum() == 0 ? requests : 0,
                        team.equals(Dimensions.UNATTRIBUTED) ? requests : 0,
                        Quantities.tokens(10 * requests, 2 * requests),
                        cost,
                        cost));
    }

    static Dimensions dimensions(String team, String application, String model) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Application", application);
        tags.put("Environment", Dimensions.UNATTRIBUTED);
        tags.put("Team", team);
        tags.put("CostCenter", Dimensions.UNATTRIBUTED);
        tags.put("Owner", Dimensions.UNATTRIBUTED);
        return new Dimensions(
                tags,
                "111122223333",
                "us-east-1",
                model,
                "us." + model,
                "regional",
                Dimensions.NONE,
                Dimensions.NONE,
                Dimensions.UNKNOWN,
                "Converse",
                "default");
    }
}
