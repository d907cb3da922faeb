package io.bedrockmeter.schemas.model;

/** Length of a budget's recurring period. Its exact bounds follow the budget's zone: {@link BudgetCalendar.Recurring}. */
public enum BudgetPeriod {
    HOUR,
    DAY,
    WEEK,
    MONTH,
    /** Three months that start in January, April, July and October. */
    QUARTER,
    YEAR
}
