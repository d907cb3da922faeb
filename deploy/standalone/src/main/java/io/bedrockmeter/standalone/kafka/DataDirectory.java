package io.bedrockmeter.standalone.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory a process keeps its state in: the broker's logs, the stores of the topology, the log file. Locked for as
 * long as it is open, so that no second process works in it; the lock goes with the process, also after {@code kill -9}.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE = ".bedrock-meter.lock";
    private static final String TEMPORARY_PREFIX = "bedrock-meter-";

    private final Path root;
    private final boolean temporary;
    private final FileChannel lockFile;

    private DataDirectory(Path root, boolean temporary, FileChannel lockFile) {
        this.root = root;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /**
     * A directory that outlives the process; created where missing.
     *
     * @throws StartupException when it cannot be written, another process has it open, or another version made it
     */
    public static DataDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        FileChannel lock = locked(root);
        try {
            DirectoryFormat.check(root);
            return new DataDirectory(root, false, lock);
        } catch (StartupException e) {
            close(lock);
            throw e;
        }
    }

    /** A fresh directory that is deleted on {@link #close}. */
    public static DataDirectory temporary() {
        return temporary(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static DataDirectory temporary(Path parent) {
        AbandonedDirectories.sweep(parent, TEMPORARY_PREFIX, LOCK_FILE);
        try {
            Path root = Files.createTempDirectory(parent, TEMPORARY_PREFIX);
            return new DataDirectory(root, true, locked(root));
        } catch (IOException e) {
            throw new StartupException(
                    "cannot create a temporary directory in " + parent + " (" + reason(e)
                            + "); free space there or name another place with JAVA_OPTS=-Djava.io.tmpdir=DIR",
                    e);
        }
    }

    private static FileChannel locked(Path root) {
        FileChannel channel;
        try {
            Files.createDirectories(root);
            channel = FileChannel.open(
                    root.resolve(LOCK_FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartupException(
                    "cannot write to the data directory " + root + " (" + reason(e)
                            + "); choose another or change its owner",
                    e);
        }
        if (!lock(channel)) {
            close(channel);
            throw new StartupException("the data directory " + root
                    + " is in use by another process; stop that one or choose another directory");
        }
        return channel;
    }

    /** Takes the lock for as long as the channel is open; false when somebody else has it. */
    static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path root() {
        return root;
    }

    /** Where the broker keeps its logs. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** Where the topologies keep their stores. */
    public Path state() {
        return root.resolve("state");
    }

    /** The log file of the process. */
    public Path logFile() {
        return root.resolve("bedrock-meter.log");
    }

    /** Gives up the lock, and deletes a temporary directory. */
    @Override
    public void close() {
        if (temporary) {
            deleteTree(root);
        }
        close(lockFile);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what can be deleted; a file that resists is left to the system's own cleaning. */
    static void deleteTree(Path root) {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return;
        }
        for (Path path : deepestFirst) {
            if (!path.toFile().delete()) {
                path.toFile().deleteOnExit();
            }
        }
    }

    private static String reason(IOException e) {
        boolean told = e instanceof FileSystemException failure && failure.getReason() != null;
        return told ? ((FileSystemException) e).getReason() : e.getClass().getSimpleName();
    }
}
