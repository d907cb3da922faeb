package io.bedrockmeter.standalone.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Which version's layout a data directory has: a number in a file of it. */
final class DirectoryFormat {

    /** To be raised when what an older program left can no longer be used, or the other way round. */
    static final String CURRENT = "1";

    static final String FILE = "format";

    private DirectoryFormat() {}

    /**
     * Refuses a directory of another version, and marks one that has no mark: a new one, or one from before there were marks,
     * whose layout is that of version 1.
     *
     * @throws StartupException when it is of another version, or cannot be written
     */
    static void check(Path root) {
        Path file = root.resolve(FILE);
        try {
            String found = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!found.equals(CURRENT)) {
                throw new StartupException("the data directory " + root + " has format '" + printable(found)
                        + "' (in " + FILE + "), this program knows format " + CURRENT
                        + " only: another version made it. Use that version or another directory; where Kafka runs"
                        + " elsewhere nothing is lost with it, local state is restored");
            }
        } catch (NoSuchFileException e) {
            mark(file);
        } catch (IOException e) {
            throw new StartupException(
                    "cannot read " + file + " (" + e + "), which tells the format of the directory", e);
        }
    }

    private static void mark(Path file) {
        try {
            Files.writeString(file, CURRENT + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartupException("cannot write " + file + " (" + e + ")", e);
        }
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\P{Print}", "?");
        return clean.length() > 20 ? clean.substring(0, 20) + "..." : clean;
    }
}
