package io.bedrockmeter.standalone.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary directories whose process was killed before it could delete them. */
final class AbandonedDirectories {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedDirectories.class);

    /** Younger ones may belong to a process that is about to take its lock. */
    private static final Duration MINIMUM_AGE = Duration.ofMinutes(10);

    private AbandonedDirectories() {}

    /** Deletes directories of this name pattern that nobody holds a lock on. Never fails: this is mere tidiness. */
    static void sweep(Path parent, String prefix, String lockFile) {
        for (Path candidate : candidates(parent, prefix)) {
            try (FileChannel channel = FileChannel.open(candidate.resolve(lockFile), StandardOpenOption.WRITE)) {
                if (oldEnough(candidate) && DataDirectory.lock(channel)) {
                    DataDirectory.deleteTree(candidate);
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.atDebug()
                        .addKeyValue("directory", candidate)
                        .log("left alone: of another user, or being swept by another process");
            }
        }
    }

    private static List<Path> candidates(Path parent, String prefix) {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static boolean oldEnough(Path directory) throws IOException {
        Instant changed = Files.getLastModifiedTime(directory).toInstant();
        return changed.isBefore(Instant.now().minus(MINIMUM_AGE));
    }
}
