package io.bedrockmeter.bench.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which the records of calls arrive: each call when it was made, its tag event up to two seconds of event time
 * later, late ones 10 to 300 seconds later, repeated records up to 300 seconds later. What is still due at the end comes at
 * the end.
 */
public final class Delivery {

    /** Takes the records as they arrive. */
    public interface Receiver {
        void invocation(Call call);

        void tagEvent(Call call);
    }

    private final Calls calls;
    private final Receiver receiver;
    private final List<List<Runnable>> due = new ArrayList<>();

    private Delivery(Calls calls, Receiver receiver) {
        this.calls = calls;
        this.receiver = receiver;
        for (int i = 0; i <= Calls.LONGEST_DELAY; i++) {
            due.add(new ArrayList<>(0));
        }
    }

    /** Delivers every record of the calls in order. */
    public static void deliver(Calls calls, Receiver receiver) {
        Delivery delivery = new Delivery(calls, receiver);
        long requests = calls.shape().requests();
        for (long number = 0; number < requests; number++) {
            delivery.step(number, calls.call(number));
        }
        for (long number = requests; number <= requests + Calls.LONGEST_DELAY; number++) {
            delivery.deliverDue(number);
        }
    }

    private void step(long number, Call call) {
        receiver.invocation(call);
        if (call.isTagged()) {
            later(number + call.tagDelay(), () -> receiver.tagEvent(call));
        }
        if (call.isRepeated()) {
            later(number + call.repeatDelay(), () -> {
                receiver.invocation(call);
                if (call.isTagged()) {
                    receiver.tagEvent(call);
                }
            });
        }
        deliverDue(number);
    }

    private void later(long number, Runnable record) {
        due.get(slot(number)).add(record);
    }

    private void deliverDue(long number) {
        List<Runnable> now = due.get(slot(number));
        if (!now.isEmpty()) {
            now.forEach(Runnable::run);
            now.clear();
        }
    }

    private static int slot(long number) {
        return (int) (number % (Calls.LONGEST_DELAY + 1));
    }
}
