package io.bedrockmeter.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Speaks the wire protocol of bedrock-runtime. */
final class FakeBedrock extends LocalServer {

    static Map<String, String> requestId(String id) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", id);
        headers.put("Content-Type", "application/json");
        return headers;
    }

    void answerJson(String requestId, String json) {
        answer(new Answer(200, requestId(requestId), List.of(json.getBytes(StandardCharsets.UTF_8)), false));
    }

    void answerJson(String requestId, Map<String, String> headers, String json) {
        Map<String, String> all = requestId(requestId);
        all.putAll(headers);
        answer(new Answer(200, all, List.of(json.getBytes(StandardCharsets.UTF_8)), false));
    }

    void fail(String requestId, int status, String type) {
        Map<String, String> headers = requestId(requestId);
        headers.put("x-amzn-ErrorType", type);
        answer(new Answer(status, headers, List.of("{\"message\":\"no\"}".getBytes(StandardCharsets.UTF_8)), false));
    }

    /** Answers with events, cut into pieces of a size that is no frame's. */
    void stream(String requestId, List<byte[]> frames, int pieceSize, boolean cut) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        byte[] bytes = all.toByteArray();
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += pieceSize) {
            pieces.add(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceSize)));
        }
        Map<String, String> headers = requestId(requestId);
        headers.put("Content-Type", "application/vnd.amazon.eventstream");
        answer(new Answer(200, headers, pieces, cut));
    }

    static byte[] event(String type, String json) {
        return frame(
                Map.of(
                        ":message-type", HeaderValue.fromString("event"),
                        ":event-type", HeaderValue.fromString(type),
                        ":content-type", HeaderValue.fromString("application/json")),
                json);
    }

    /** An event of InvokeModelWithResponseStream: the model's own event inside. */
    static byte[] chunk(String json) {
        String bytes = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return event("chunk", "{\"bytes\":\"" + bytes + "\",\"p\":\"abcdefgh\"}");
    }

    static byte[] exception(String type) {
        return frame(
                Map.of(
                        ":message-type", HeaderValue.fromString("exception"),
                        ":exception-type", HeaderValue.fromString(type),
                        ":content-type", HeaderValue.fromString("application/json")),
                "{\"message\":\"no\"}");
    }

    private static byte[] frame(Map<String, HeaderValue> headers, String json) {
        ByteBuffer frame = new Message(headers, json.getBytes(StandardCharsets.UTF_8)).toByteBuffer();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
