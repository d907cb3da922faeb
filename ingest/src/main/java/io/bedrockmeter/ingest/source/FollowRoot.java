package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.file.LogFolder;
import io.bedrockmeter.ingest.file.RecordReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file or folder that is followed, with all the files it consists of. A single file that is rotated away is read to its
 * end under whatever name it has then; its successor is read from the beginning.
 */
final class FollowRoot {

    private static final Logger LOG = LoggerFactory.getLogger(FollowRoot.class);
    private static final int SCAN_DUTY = 10;

    private final Path root;
    private final FollowedContext context;
    private final Map<String, FollowedFile> files = new LinkedHashMap<>();
    private final Set<String> present = new HashSet<>();
    private boolean searched;
    private long scannedAtMs = Long.MAX_VALUE;
    private long nextScanMs;

    FollowRoot(Path root, FollowedContext context) {
        this.root = root;
        this.context = context;
    }

    /** What tells a file from all others, at the end of the name of its checkpoint. */
    static String keySuffix(Path path, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return "#" + (key == null ? path.toAbsolutePath() : key);
    }

    /**
     * Reads what is new in all files.
     *
     * @return whether there was anything
     */
    boolean poll() {
        long nowMs = context.clock().millis();
        boolean clockWentBack = nowMs < scannedAtMs;
        if (nowMs >= nextScanMs || clockWentBack) {
            scan();
        }
        if (!searched) {
            findRotated();
            searched = true;
        }
        boolean progress = false;
        List<String> released = new ArrayList<>();
        for (Map.Entry<String, FollowedFile> entry : files.entrySet()) {
            boolean more = entry.getValue().poll();
            progress |= more;
            if (!more && !present.contains(entry.getKey()) && isReleased(entry.getValue())) {
                released.add(entry.getKey());
            }
        }
        released.forEach(this::release);
        return progress;
    }

    void close() {
        files.values().forEach(FollowedFile::close);
    }

    private boolean isReleased(FollowedFile file) {
        Instant now = context.clock().instant();
        return !file.gone(now).plus(context.settings().grace()).isAfter(now);
    }

    private void release(String name) {
        FollowedFile file = files.remove(name);
        if (file != null) {
            file.release();
        }
    }

    /** Lists the files that are there; a folder that takes long to list is listed less often. */
    private void scan() {
        scannedAtMs = context.clock().millis();
        present.clear();
        try {
            if (Files.isDirectory(root)) {
                LogFolder.walk(root, file -> found(file, false), (folder, e) -> cannotList(folder));
            } else if (Files.exists(root)) {
                found(root, true);
            }
        } catch (IOException e) {
            cannotList(root);
        }
        long nowMs = context.clock().millis();
        nextScanMs = nowMs + (nowMs - scannedAtMs) * SCAN_DUTY;
    }

    private void found(Path path, boolean keepOpen) {
        attributes(path).ifPresent(attributes -> {
            String name = nameOf(path, attributes);
            present.add(name);
            files.computeIfAbsent(name, absent -> new FollowedFile(context, name, path, keepOpen))
                    .seenAt(path, attributes);
        });
    }

    /** A single file may have been rotated away while nobody followed it: its rest stands in the same folder. */
    private void findRotated() {
        if (Files.isDirectory(root)) {
            return;
        }
        String prefix = RecordReader.sourceOf(root) + "#";
        Set<String> lost = new HashSet<>();
        context.known().keySet().stream()
                .filter(name -> name.startsWith(prefix) && !present.contains(name))
                .forEach(lost::add);
        if (lost.isEmpty()) {
            return;
        }
        siblings()
                .forEach(sibling -> attributes(sibling)
                        .map(attributes -> nameOf(sibling, attributes))
                        .filter(lost::remove)
                        .ifPresent(name -> files.put(name, new FollowedFile(context, name, sibling, true))));
        lost.forEach(name -> LOG.atWarn()
                .addKeyValue("source", name)
                .log("a file that was followed is gone: what was appended to it after the last stop is not read"));
    }

    private List<Path> siblings() {
        Path folder = root.toAbsolutePath().getParent();
        List<Path> siblings = new ArrayList<>();
        if (folder == null) {
            return siblings;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            entries.forEach(siblings::add);
        } catch (IOException | DirectoryIteratorException e) {
            cannotList(folder);
        }
        return siblings;
    }

    private String nameOf(Path path, BasicFileAttributes attributes) {
        return RecordReader.sourceOf(root) + keySuffix(path, attributes);
    }

    private static Optional<BasicFileAttributes> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (IOException e) {
            // Gone between listing and looking: the next listing will tell.
            return Optional.empty();
        }
    }

    private static void cannotList(Path folder) {
        LOG.atWarn().addKeyValue("folder", folder).log("folder cannot be listed");
    }
}
