package io.bedrockmeter.alerts.budgets;

/**
 * Something wrong in a budget file.
 *
 * @param path where, for example {@code budgets[0].amount}
 * @param got what is there, quoted and shortened, or {@code nothing}
 * @param expected what should be there
 */
public record BudgetProblem(String path, String got, String expected) {

    @Override
    public String toString() {
        return path + ": got " + got + ", expected " + expected;
    }
}
