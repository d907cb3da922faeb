package io.bedrockmeter.ingest.reference;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bedrockmeter.ingest.file.RecordReader;
import io.bedrockmeter.ingest.json.JsonStreams;
import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of a reference file, whatever wraps them: one object, objects one after the other, a list, or an object that
 * holds a list under one of a few names.
 */
final class JsonEntries {

    private static final long MAX_FILE_BYTES = 64L * 1024 * 1024;
    private static final int MAX_DEPTH = 32;

    private static final ObjectReader READER = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(JsonStreams.MAX_STRING_LENGTH)
                            .build())
                    .build())
            .build()
            .readerFor(JsonNode.class);

    private JsonEntries() {}

    /**
     * Reads a file.
     *
     * @param listNames names under which an object may hold the list of entries
     */
    static <T> ReferenceFile<T> read(Path file, List<String> listNames, EntryReader<T> reader) {
        String source = RecordReader.sourceOf(file);
        List<T> entries = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        List<JsonNode> found = new ArrayList<>();
        try (InputStream in = open(file);
                MappingIterator<JsonNode> documents = READER.readValues(in)) {
            while (documents.hasNextValue()) {
                collect(documents.nextValue(), listNames, found);
            }
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            refused.add(refusal(RejectionCode.MALFORMED_JSON, "no valid JSON", source + ":" + line));
        } catch (IOException e) {
            String reason =
                    e instanceof NoSuchFileException ? "there is no such file" : "cannot be read: " + e.getMessage();
            refused.add(refusal(RejectionCode.UNREADABLE, reason, source));
        }
        for (int i = 0; i < found.size(); i++) {
            Problems problems = new Problems();
            if (found.get(i).isObject()) {
                reader.read(found.get(i), problems).ifPresent(entries::add);
            } else {
                problems.invalid("", "an object");
            }
            if (!problems.isEmpty()) {
                refused.add(new Refusal(problems.rejection(""), source + "[" + i + "]", 0));
            }
        }
        return new ReferenceFile<>(entries, refused);
    }

    private static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("expected a file, but this is a folder");
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
        }
        return Files.newInputStream(file);
    }

    private static void collect(JsonNode document, List<String> listNames, List<JsonNode> found) {
        if (document.isArray()) {
            document.forEach(each -> collect(each, listNames, found));
            return;
        }
        for (String name : listNames) {
            if (document.path(name).isArray()) {
                document.path(name).forEach(found::add);
                return;
            }
        }
        found.add(document);
    }

    private static Refusal refusal(RejectionCode code, String reason, String origin) {
        return new Refusal(Rejection.of(code, reason), origin, 0);
    }
}
