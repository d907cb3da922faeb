package io.bedrockmeter.metering.http;

import java.util.List;

/**
 * A part of the totals that an answer lacks, or may hold twice.
 *
 * @param instance host and port, empty where no instance is known
 * @param partitions of the totals
 * @param reason for people
 */
record Partial(String instance, List<Integer> partitions, String reason) {
    Partial {
        partitions = List.copyOf(partitions);
    }
}
