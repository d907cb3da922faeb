package io.bedrockmeter.ingest.replay;

import io.bedrockmeter.ingest.cloudwatch.StoredEvents;
import io.bedrockmeter.ingest.s3.StoredObjects;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads refused documents again from where they came: files, objects of S3, events of CloudWatch log groups. Each source is
 * read once for all its letters. Not thread-safe.
 */
public final class DeadLetterReplay implements AutoCloseable {

    private final ReplaySettings settings;
    private final Clock clock;
    private final UsageSink sink;
    private final StoredObjects objects;
    private Optional<StoredEvents> events = Optional.empty();

    /** A log group, as origins name it. */
    private record Group(String account, String region, String name) {}

    /** @param sink takes what could be read; dead letters are never written */
    public DeadLetterReplay(ReplaySettings settings, Clock clock, UsageSink sink) {
        this.settings = settings;
        this.clock = clock;
        this.sink = sink;
        this.objects = new StoredObjects(settings.region(), settings.roleArn(), settings.externalId());
    }

    /**
     * Replays letters.
     *
     * @param told what came of each, source by source, after its records were handed to the sink
     */
    public void replay(List<DeadLetter> letters, BiConsumer<DeadLetter, Replayed> told) {
        Map<RefusedAt.Content, List<DeadLetter>> byContent = new LinkedHashMap<>();
        Map<Group, List<DeadLetter>> byGroup = new LinkedHashMap<>();
        for (DeadLetter letter : letters) {
            RefusedAt place = RefusedAt.parse(letter.origin());
            if (place instanceof RefusedAt.Content content) {
                byContent
                        .computeIfAbsent(whole(content), missing -> new ArrayList<>())
                        .add(letter);
            } else if (place instanceof RefusedAt.LoggedEvent event) {
                byGroup.computeIfAbsent(
                                new Group(event.account(), event.region(), event.logGroup()),
                                missing -> new ArrayList<>())
                        .add(letter);
            } else if (place instanceof RefusedAt.Nowhere nowhere) {
                told.accept(letter, fromEnvelope(letter, nowhere.why()));
            }
        }
        byContent.forEach((content, some) -> replayContent(content, some, told));
        byGroup.forEach((group, some) -> replayGroup(group, some, told));
    }

    @Override
    public void close() {
        objects.close();
        events.ifPresent(StoredEvents::close);
    }

    private void replayContent(
            RefusedAt.Content content, List<DeadLetter> letters, BiConsumer<DeadLetter, Replayed> told) {
        String why;
        try {
            Optional<InputStream> raw = open(content);
            if (raw.isPresent()) {
                new ContentReplay(content.source(), letters, clock, settings.maxRecordBytes(), sink)
                        .read(raw.get())
                        .forEach(told);
                return;
            }
            why = "it is not there any more";
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        String reason = why;
        letters.forEach(letter -> told.accept(letter, fromEnvelope(letter, reason)));
    }

    /** What the letter itself keeps, where the document cannot be had any more. It has no body: nothing in there is read. */
    private Replayed fromEnvelope(DeadLetter letter, String why) {
        if (letter.envelope().isEmpty()) {
            return new Replayed.CannotBeRead(why);
        }
        byte[] bytes = letter.envelope().getBytes(StandardCharsets.UTF_8);
        return new DocumentReplay(clock, settings.maxRecordBytes(), sink)
                .read(bytes, 0, bytes.length, "replay:" + letter.origin());
    }

    private Optional<InputStream> open(RefusedAt.Content content) throws IOException {
        if (content instanceof RefusedAt.StoredObject object) {
            return objects.open(object.bucket(), object.key());
        }
        try {
            return Optional.of(Files.newInputStream(Path.of(((RefusedAt.File) content).path())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void replayGroup(Group group, List<DeadLetter> letters, BiConsumer<DeadLetter, Replayed> told) {
        Set<String> ids = new HashSet<>();
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (DeadLetter letter : letters) {
            ids.add(eventId(letter));
            first = letter.refusedAt().isBefore(first) ? letter.refusedAt() : first;
            last = letter.refusedAt().isAfter(last) ? letter.refusedAt() : last;
        }
        try {
            Map<String, String> found = events().find(
                            group.account(),
                            group.region(),
                            group.name(),
                            ids,
                            first.minus(settings.lookBack()),
                            last.plusSeconds(1));
            DocumentReplay documents = new DocumentReplay(clock, settings.maxRecordBytes(), sink);
            String source = "cloudwatch:" + group.account() + ":" + group.region() + ":" + group.name();
            Map<String, Replayed> results = new LinkedHashMap<>();
            found.forEach((id, message) -> {
                byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
                results.put(id, documents.read(bytes, 0, bytes.length, source));
            });
            letters.forEach(letter -> {
                Replayed result = results.get(eventId(letter));
                told.accept(letter, result == null ? fromEnvelope(letter, notFound()) : result);
            });
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            letters.forEach(letter -> told.accept(letter, fromEnvelope(letter, why)));
        }
    }

    private String notFound() {
        return "no such event within " + settings.lookBack().toHours()
                + " hours before its refusal: it has expired, or a longer --look-back is needed";
    }

    private StoredEvents events() {
        StoredEvents connected = events.orElseGet(() -> new StoredEvents(settings.roleArn(), settings.externalId()));
        events = Optional.of(connected);
        return connected;
    }

    private static String eventId(DeadLetter letter) {
        return RefusedAt.parse(letter.origin()) instanceof RefusedAt.LoggedEvent event ? event.eventId() : "";
    }

    private static RefusedAt.Content whole(RefusedAt.Content content) {
        return content instanceof RefusedAt.StoredObject object
                ? new RefusedAt.StoredObject(object.bucket(), object.key(), 0)
                : new RefusedAt.File(((RefusedAt.File) content).path(), 0);
    }
}
