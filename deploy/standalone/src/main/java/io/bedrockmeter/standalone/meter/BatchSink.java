package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;

/** Hands everything to Kafka and ends transactions as they fill up, for a source that is read in one go. */
final class BatchSink implements UsageSink {

    private final KafkaSink kafka;

    BatchSink(KafkaSink kafka) {
        this.kafka = kafka;
    }

    @Override
    public void invocation(Invocation invocation) {
        kafka.invocation(invocation);
        kafka.commitIfDue();
    }

    @Override
    public void tagEvent(TagEvent event) {
        kafka.tagEvent(event);
        kafka.commitIfDue();
    }

    @Override
    public void deadLetter(DeadLetter deadLetter) {
        kafka.deadLetter(deadLetter);
        kafka.commitIfDue();
    }
}
