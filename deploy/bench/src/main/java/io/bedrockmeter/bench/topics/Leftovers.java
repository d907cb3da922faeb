package io.bedrockmeter.bench.topics;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What an arm leaves on the broker. */
public final class Leftovers {

    private static final int ATTEMPTS = 120;
    private static final long LOOK_AGAIN_MS = 500;

    private Leftovers() {}

    /** Removes all groups, and all topics of the prefix but those that arms read; returns when they are gone. */
    public static void remove(KafkaSettings kafka) throws ExecutionException, InterruptedException {
        List<String> inputs = Dataset.inputs(kafka);
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            removeGroups(admin);
            List<String> own = own(admin, kafka.topicPrefix(), inputs);
            try {
                admin.deleteTopics(own).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            for (int attempt = 0; !own(admin, kafka.topicPrefix(), inputs).isEmpty(); attempt++) {
                pause(attempt, "topics are still there: " + own(admin, kafka.topicPrefix(), inputs));
            }
        }
    }

    private static List<String> own(Admin admin, String prefix, List<String> inputs)
            throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix) && !inputs.contains(name))
                .toList();
    }

    /** A group of which a member was killed is not empty until its session has ended. */
    private static void removeGroups(Admin admin) throws ExecutionException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            if (groups.isEmpty()) {
                return;
            }
            try {
                admin.deleteConsumerGroups(groups).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupNotEmptyException)
                        && !(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
            }
            pause(attempt, "groups still have members: " + groups);
        }
    }

    private static void pause(int attempt, String otherwise) throws InterruptedException {
        if (attempt == ATTEMPTS) {
            throw new IllegalStateException(otherwise);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
    }
}
