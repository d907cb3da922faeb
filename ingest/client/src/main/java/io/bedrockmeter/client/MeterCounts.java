package io.bedrockmeter.client;

/**
 * What became of the events of a {@link BedrockMeter} so far.
 *
 * @param sent taken by bedrock-meter
 * @param refused refused by bedrock-meter: the access is not right, or the event is out of the key's scope
 * @param dropped never delivered: no room in the queue, given up, or left over at the end
 * @param repeated deliveries that had to be tried again
 * @param failures faults inside the interceptor that were kept from the call
 * @param metadataLeftOut tags that could not be request metadata (Bedrock's limits) and went with the event only
 */
public record MeterCounts(long sent, long refused, long dropped, long repeated, long failures, long metadataLeftOut) {}
