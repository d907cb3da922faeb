package io.bedrockmeter.schemas.model;

/**
 * What an alert or a status is about.
 *
 * @param budgetId the budget
 * @param instance the value of {@link Budget#eachOf} concerned, empty for a budget without instances
 * @param budgetName its name
 * @param owner its owner, empty when nobody is named
 * @param window the period
 */
public record BudgetSubject(String budgetId, String instance, String budgetName, String owner, BudgetWindow window) {

    /** The budget and, behind a slash, its instance: key of a status. */
    public String key() {
        return key(budgetId, instance);
    }

    /** The budget and, behind a slash, its instance. */
    public static String key(String budgetId, String instance) {
        return instance.isEmpty() ? budgetId : budgetId + "/" + instance;
    }
}
