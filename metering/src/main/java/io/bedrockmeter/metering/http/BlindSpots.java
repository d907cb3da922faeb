package io.bedrockmeter.metering.http;

import java.util.List;

/** What no invocation log holds, so no total over logs can (prompt and model invocation logging, Bedrock user guide). */
final class BlindSpots {

    static final List<String> ALL = List.of(
            "bedrock-mantle calls without a usage event",
            "provisioned throughput (billed by the hour)",
            "batch inference");

    private BlindSpots() {}
}
