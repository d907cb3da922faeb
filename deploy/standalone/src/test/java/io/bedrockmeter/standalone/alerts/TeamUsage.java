package io.bedrockmeter.standalone.alerts;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What metering would publish: the total of a team in one minute, which is the present one when this is made. */
public final class TeamUsage implements AutoCloseable {

    private final Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;

    public TeamUsage(KafkaSettings kafka) {
        topic = kafka.name(Topics.usage(Granularity.MINUTE));
        producer = new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer());
    }

    /** A total takes the place of those with a lower revision. */
    public void total(String team, String cost, long revision) {
        Money money = Money.parse(cost);
        UsageTotal usage = new UsageTotal(
                Granularity.MINUTE,
                minute,
                minute.plus(Duration.ofMinutes(1)),
                cell(team),
                new Totals(1, 0, 0, 0, Quantities.tokens(10, 5), money, money),
                revision,
                Instant.now());
        producer.send(new ProducerRecord<>(
                topic,
                minute + "|" + team,
                Topics.usage(Granularity.MINUTE).codec().encode(usage)));
    }

    private static Dimensions cell(String team) {
        return new Dimensions(
                Map.of("Team", team),
                "123456789012",
                "us-east-1",
                "amazon.nova-micro-v1:0",
                "amazon.nova-micro-v1:0",
                "regional",
                "NONE",
                "NONE",
                "UNKNOWN",
                "Converse",
                "default");
    }

    /** Everything was sent when this returns. */
    @Override
    public void close() {
        producer.close();
    }
}
