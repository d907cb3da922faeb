package io.bedrockmeter.standalone.cli;

/** Log records and events as text. */
final class LogLines {

    private LogLines() {}

    static String record(String requestId, String timestamp, String modelId, long input, long output) {
        return """
                {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"%s","accountId":"111122223333",\
                "region":"us-east-1","requestId":"%s","operation":"Converse","modelId":"%s",\
                "input":{"inputContentType":"application/json","inputTokenCount":%d},\
                "output":{"outputContentType":"application/json","outputTokenCount":%d},\
                "identity":{"arn":"arn:aws:iam::111122223333:user/u"}}
                """.formatted(timestamp, requestId, modelId, input, output);
    }

    static String tags(String requestId, String key, String value) {
        return """
                {"specversion":"1.0","id":"e-%s","source":"gateway","type":"io.bedrockmeter.request-tags.v1",\
                "time":"2026-11-10T12:00:05Z","data":{"requestId":"%s","tags":{"%s":"%s"}}}
                """.formatted(requestId, requestId, key, value);
    }
}
