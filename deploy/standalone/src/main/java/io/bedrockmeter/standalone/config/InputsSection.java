package io.bedrockmeter.standalone.config;

import io.bedrockmeter.ingest.log.InvocationLogParser;
import io.bedrockmeter.runtime.config.Section;
import java.nio.file.Path;
import java.util.List;

/**
 * What is read while the process runs.
 *
 * @param logs files and folders of invocation logs, followed as they grow
 * @param tagEvents files of CloudEvents, one JSON object per line, followed as they grow
 * @param maxRecordBytes largest record; a larger one is refused
 */
public record InputsSection(List<Path> logs, List<Path> tagEvents, int maxRecordBytes) {

    private static final int LEAST_RECORD_BYTES = 1 << 10;
    private static final int MOST_RECORD_BYTES = 64 << 20;

    public InputsSection {
        logs = List.copyOf(logs);
        tagEvents = List.copyOf(tagEvents);
    }

    static InputsSection read(Section section) {
        return new InputsSection(
                section.paths("logs"),
                section.paths("tagEvents"),
                section.integer(
                        "maxRecordBytes",
                        InvocationLogParser.DEFAULT_MAX_RECORD_BYTES,
                        LEAST_RECORD_BYTES,
                        MOST_RECORD_BYTES));
    }
}
