package io.bedrockmeter.ingest.replay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a refused document is, read from the origin of its dead letter. */
public sealed interface RefusedAt {

    /** Content that is read from its beginning: a file or an object of S3. */
    sealed interface Content extends RefusedAt {

        /** Its name in origins, for example {@code file:/logs/a.json.gz}. */
        String source();

        /** Line the document starts on, counted from 1; 0 for the whole. */
        long line();
    }

    /** In a file of this machine. */
    record File(String path, long line) implements Content {
        @Override
        public String source() {
            return "file:" + path;
        }
    }

    /** In an object of S3. */
    record StoredObject(String bucket, String key, long line) implements Content {
        @Override
        public String source() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /**
     * An event of a CloudWatch log group.
     *
     * @param account its account, {@code own} for that of the credentials
     * @param eventId its event id
     */
    record LoggedEvent(String account, String region, String logGroup, String eventId) implements RefusedAt {}

    /** Nowhere it could be read again. */
    record Nowhere(String why) implements RefusedAt {}

    /** Understands an origin. */
    static RefusedAt parse(String origin) {
        if (origin.startsWith("file:")) {
            return content(origin.substring("file:".length()), File::new);
        }
        if (origin.startsWith("s3://")) {
            return content(origin.substring("s3://".length()), RefusedAt::object);
        }
        if (origin.startsWith("cloudwatch:")) {
            return event(origin);
        }
        if (origin.startsWith("firehose:") || origin.startsWith("http:")) {
            return new Nowhere(
                    "it came over HTTP and its content was not kept: the sender has to send it again, Firehose "
                            + "from its backup bucket or by a backfill of the log group");
        }
        return new Nowhere("it is a record of a topic, not of a source: read it there");
    }

    /** Makes content of a path and a line. */
    @FunctionalInterface
    interface Place {
        RefusedAt at(String path, long line);
    }

    private static RefusedAt content(String text, Place place) {
        Matcher matcher = Origins.CONTENT.matcher(text);
        if (!matcher.matches()) {
            return new Nowhere("its origin names no place");
        }
        return place.at(
                matcher.group("path"),
                Optional.ofNullable(matcher.group("line")).map(Long::parseLong).orElse(0L));
    }

    private static RefusedAt object(String path, long line) {
        int slash = path.indexOf('/');
        return slash > 0
                ? new StoredObject(path.substring(0, slash), path.substring(slash + 1), line)
                : new Nowhere("its origin names no object");
    }

    private static RefusedAt event(String origin) {
        Matcher matcher = Origins.EVENT.matcher(origin);
        return matcher.matches()
                ? new LoggedEvent(
                        matcher.group("account"),
                        matcher.group("region"),
                        matcher.group("group"),
                        matcher.group("event"))
                : new Nowhere("its origin names no event");
    }

    /** How origins are written. */
    final class Origins {

        /** {@code path:line:document}, what follows a line being the place inside of a document. */
        private static final Pattern CONTENT =
                Pattern.compile("(?<path>.+?)(:(?<line>[0-9]{1,18})(:[0-9]+)?)?(#[A-Za-z]+)?(\\[[0-9]+])?");

        private static final Pattern EVENT = Pattern.compile(
                "cloudwatch:(?<account>[^:]+):(?<region>[^:]+):(?<group>[^:]+):(?<event>[^:\\[]+?)(#[A-Za-z]+\\[[0-9]+])?");

        private Origins() {}
    }
}
