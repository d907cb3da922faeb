package io.bedrockmeter.ingest.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what SQS brings about new objects: S3 event notifications, directly or through SNS, and EventBridge events
 * (docs.aws.amazon.com/AmazonS3, "Event message structure").
 */
final class Notifications {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Notifications() {}

    /** The log objects of a bucket that a message names; none when it is about something else. */
    static List<LogObject> objects(String message, LogBucket bucket) {
        try {
            JsonNode body = JSON.readTree(message);
            if (body.path("Message").isTextual()) {
                body = JSON.readTree(body.path("Message").asText());
            }
            List<LogObject> objects = new ArrayList<>();
            for (JsonNode entry : body.path("Records")) {
                JsonNode object = entry.path("s3").path("object");
                String key = URLDecoder.decode(object.path("key").asText(), StandardCharsets.UTF_8);
                if (entry.path("eventName").asText().contains("ObjectCreated")) {
                    add(objects, bucket, entry.path("s3").path("bucket"), key, object.path("eTag"));
                }
            }
            if (body.path("detail-type").asText().equals("Object Created")) {
                JsonNode detail = body.path("detail");
                JsonNode object = detail.path("object");
                add(objects, bucket, detail.path("bucket"), object.path("key").asText(), object.path("etag"));
            }
            return objects;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static void add(List<LogObject> objects, LogBucket bucket, JsonNode name, String key, JsonNode etag) {
        boolean here = name.path("name").asText().equals(bucket.bucket()) && key.startsWith(bucket.prefix());
        if (here && LogObject.isLog(key)) {
            // Listings give the ETag in quotes, notifications without.
            objects.add(new LogObject(key, "\"" + etag.asText() + "\""));
        }
    }
}
