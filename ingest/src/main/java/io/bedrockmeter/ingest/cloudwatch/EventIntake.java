package io.bedrockmeter.ingest.cloudwatch;

import io.bedrockmeter.ingest.source.RecordIntake;
import java.nio.charset.StandardCharsets;

/**
 * Hands the events of one log group over as records.
 *
 * @param source the log group, as invocations and dead letters name it
 */
record EventIntake(String source, RecordIntake records, TailMeter meter) {

    void handOver(LogEvent event) {
        byte[] message = event.message().getBytes(StandardCharsets.UTF_8);
        int refusals = records.log(message, 0, message.length, source, new Origin(source, event))
                .size();
        meter.handedOver(event, refusals);
    }

    /** The same at every reading, so that a dead letter is recognised: {@code source:event id}. */
    private record Origin(String source, LogEvent event) {
        @Override
        public String toString() {
            return source + ":" + (event.id().isEmpty() ? event.timestampMs() : event.id());
        }
    }
}
