package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Budget;

/** Where budgets are brought into force one by one. */
public interface BudgetStore {

    /**
     * Brings a budget into force; a second time changes nothing. Of two at once the later one stays.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse; the budget may be in force then, and
     *     doing it again is safe
     */
    BudgetChange put(Budget budget);

    /**
     * Takes a budget out of force. What was announced about its periods stays remembered.
     *
     * @throws KafkaUnavailableException as {@link #put}
     */
    BudgetChange remove(String id);
}
