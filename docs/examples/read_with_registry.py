#!/usr/bin/env python3
"""Reads a bedrock-meter topic through a schema registry, with Confluent's Python client (Debian: python3-confluent-kafka
and python3-avro). One line of JSON {"key": .., "value": ..} per record, until the end of the topic. Records from before the
registry was configured are left out and counted.

    python3 read_with_registry.py localhost:9092 http://localhost:8081 bedrock.spend-by-tag.day.v1
"""

import json
import sys
import uuid

from confluent_kafka import Consumer, KafkaError
from confluent_kafka.avro import CachedSchemaRegistryClient
from confluent_kafka.avro.serializer.message_serializer import MessageSerializer


def main(brokers, registry, topic):
    registered = MessageSerializer(CachedSchemaRegistryClient({"url": registry}))
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "read-with-registry-" + uuid.uuid4().hex,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "isolation.level": "read_committed",
        }
    )
    partitions = set(consumer.list_topics(topic, 10).topics[topic].partitions)
    ended = set()
    older = 0
    consumer.subscribe([topic])
    while ended != partitions:
        message = consumer.poll(10)
        if message is None:
            sys.exit("read_with_registry.py: nothing came for ten seconds")
        if message.error():
            if message.error().code() != KafkaError._PARTITION_EOF:
                sys.exit("read_with_registry.py: " + str(message.error()))
            ended.add(message.partition())
        else:
            data = message.value()
            if data is not None and data[:2] == b"\xc3\x01":
                older += 1
                continue
            value = None if data is None else registered.decode_message(data)
            print(json.dumps({"key": message.key().decode("utf-8"), "value": value}, default=str))
    consumer.close()
    if older:
        print("left out %d records in single-object encoding" % older, file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
