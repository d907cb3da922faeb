package io.bedrockmeter.ingest.replay;

import io.bedrockmeter.ingest.file.FramePosition;
import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.file.RecordOrigin;
import io.bedrockmeter.ingest.file.RecordSink;
import io.bedrockmeter.ingest.file.UnreadableContentException;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads content once more and takes from it the documents that letters speak of. Where a letter says that the rest of the
 * content could not be read, that is everything from its line on: what had been read before counts once anyway.
 */
final class ContentReplay implements RecordSink {

    private static final int CHUNK_BYTES = 256 * 1024;

    private final String source;
    private final DocumentReplay documents;
    private final int maxRecordBytes;
    private final Map<String, Replayed> resultByOrigin = new HashMap<>();
    private final List<DeadLetter> letters;
    private Optional<String> brokenOff = Optional.empty();

    ContentReplay(String source, List<DeadLetter> letters, Clock clock, int maxRecordBytes, UsageSink sink) {
        this.source = source;
        this.letters = List.copyOf(letters);
        this.maxRecordBytes = maxRecordBytes;
        this.documents = new DocumentReplay(clock, maxRecordBytes, sink);
    }

    /** Reads the content to its end and tells what came of a letter. */
    Map<DeadLetter, Replayed> read(InputStream raw) throws IOException {
        FrameReader frames = new FrameReader(maxRecordBytes, source, this, FramePosition.START);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = FrameReader.open(raw)) {
            boolean first = true;
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (first) {
                    FrameReader.requireText(chunk, count);
                    first = false;
                }
                frames.feed(chunk, 0, count);
            }
            frames.finish();
        } catch (UnreadableContentException e) {
            brokenOff = Optional.of("UNREADABLE: " + e.reason());
        }
        Map<DeadLetter, Replayed> results = new HashMap<>();
        letters.forEach(letter -> results.put(letter, result(letter)));
        return results;
    }

    @Override
    public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
        String place = origin.toString();
        boolean wanted = letters.stream().anyMatch(letter -> concerns(letter, place, origin.line()));
        if (!wanted) {
            return;
        }
        Replayed result = documents.read(buffer, offset, length, source);
        for (DeadLetter letter : letters) {
            if (concerns(letter, place, origin.line())) {
                resultByOrigin.merge(letter.origin(), result, ContentReplay::both);
            }
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        for (DeadLetter letter : letters) {
            if (letter.origin().equals(refusal.origin())) {
                resultByOrigin.put(
                        letter.origin(),
                        new Replayed.StillRefused(refusal.rejection().code() + ": "
                                + refusal.rejection().reason()));
            }
        }
    }

    @Override
    public void warn(String origin, String message) {
        // An empty file has nothing that could be replayed, which is told letter by letter.
    }

    private Replayed result(DeadLetter letter) {
        Replayed known = resultByOrigin.get(letter.origin());
        if (known instanceof Replayed.StillRefused || known != null && !(isRest(letter) && brokenOff.isPresent())) {
            return known;
        }
        return brokenOff
                .<Replayed>map(Replayed.StillRefused::new)
                .orElseGet(() -> new Replayed.CannotBeRead("nothing is there any more at this place"));
    }

    /** Whether a letter speaks of a document; places inside of it and neighbours on its line do not tell them apart. */
    private static boolean concerns(DeadLetter letter, String place, long line) {
        if (isRest(letter)) {
            return RefusedAt.parse(letter.origin()) instanceof RefusedAt.Content rest && line >= rest.line();
        }
        String origin = letter.origin();
        return origin.equals(place) || origin.startsWith(place + "#") || origin.startsWith(place + "[");
    }

    private static boolean isRest(DeadLetter letter) {
        return letter.code() == RejectionCode.UNREADABLE;
    }

    private static Replayed both(Replayed a, Replayed b) {
        if (a instanceof Replayed.Taken some && b instanceof Replayed.Taken more) {
            return new Replayed.Taken(some.records() + more.records());
        }
        return a instanceof Replayed.Taken ? b : a;
    }
}
