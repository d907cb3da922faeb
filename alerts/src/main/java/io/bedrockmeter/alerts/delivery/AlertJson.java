package io.bedrockmeter.alerts.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts for machines: one is an object, several are an object with a list of such objects. Numbers are decimal texts. */
public final class AlertJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AlertJson() {}

    /** One alert as an object, several as {@code {"alerts": [..]}}. */
    static String text(List<Alert> alerts, AlertLinks links) {
        List<Map<String, Object>> all =
                alerts.stream().map(alert -> fields(alert, links)).toList();
        return text(all.size() == 1 ? all.get(0) : Map.of("alerts", all));
    }

    static String text(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, lists and booleans are always JSON", e);
        }
    }

    /** The fields of one alert. */
    public static Map<String, Object> fields(Alert alert, AlertLinks links) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("alertId", alert.alertId());
        fields.put("kind", alert.kind().name());
        fields.putAll(subject(alert.subject()));
        fields.put("rule", alert.rule());
        fields.put("threshold", plain(alert.threshold()));
        fields.put("covered", alert.covered());
        fields.putAll(reading(alert.reading()));
        fields.put("shares", alert.shares().stream().map(AlertJson::share).toList());
        alert.evidence().ifPresent(evidence -> fields.put("evidence", evidence(evidence)));
        fields.put("raisedAt", alert.raisedAt().toString());
        fields.put("late", alert.late());
        links.to(alert).ifPresent(link -> fields.put("link", link));
        return fields;
    }

    /** The fields that tell a budget, an instance and a period. */
    public static Map<String, Object> subject(BudgetSubject subject) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("budgetId", subject.budgetId());
        fields.put("budgetName", subject.budgetName());
        fields.put("instance", subject.instance());
        fields.put("owner", subject.owner());
        fields.put("periodStart", subject.window().start().toString());
        fields.put("periodEnd", subject.window().end().toString());
        return fields;
    }

    /** The fields that tell how much of a budget is used. */
    public static Map<String, Object> reading(BudgetReading reading) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("unit", reading.limit().measure().unit());
        fields.put("spent", reading.spent().value().toPlainString());
        fields.put("amount", reading.limit().value().toPlainString());
        fields.put("percent", reading.percent().toPlainString());
        reading.forecast().ifPresent(forecast -> fields.put("forecast", forecast(forecast)));
        return fields;
    }

    private static Map<String, Object> forecast(SpendForecast forecast) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("expected", forecast.expected().toPlainString());
        fields.put("low", forecast.low().toPlainString());
        fields.put("high", forecast.high().toPlainString());
        return fields;
    }

    private static Map<String, Object> evidence(AlertEvidence evidence) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (evidence instanceof AlertEvidence.Anomaly anomaly) {
            fields.put("usual", anomaly.usual().toPlainString());
            fields.put("spread", anomaly.spread().toPlainString());
        } else if (evidence instanceof AlertEvidence.Blind blind) {
            fields.put("since", blind.since().toString());
            fields.put("observed", blind.observed());
            fields.put("expected", blind.expected());
        } else if (evidence instanceof AlertEvidence.Restated restated) {
            fields.put("before", restated.before().toPlainString());
        }
        return fields;
    }

    private static Map<String, Object> share(SpendShare share) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", share.key());
        fields.put("value", share.value());
        fields.put("amount", share.amount().toPlainString());
        return fields;
    }

    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
