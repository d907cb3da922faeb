package io.bedrockmeter.metering.export.table;

import io.bedrockmeter.metering.export.ExportException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that appears whole or not at all: it is written under a temporary name in the same folder, forced to disk and
 * moved into place in one step. Whatever fails, a file that was there before is untouched and nothing half-written stays.
 */
public final class TargetFile {

    private static final Logger LOG = LoggerFactory.getLogger(TargetFile.class);

    private final Path path;
    private final IfExists ifExists;

    public TargetFile(Path path, IfExists ifExists) {
        this.path = path.toAbsolutePath().normalize();
        this.ifExists = ifExists;
    }

    /** What happens to a file of the same name. */
    public enum IfExists {
        /** The export is refused. */
        FAIL,
        /** It is replaced once the new one is complete. */
        REPLACE
    }

    /** What writes the content. */
    @FunctionalInterface
    public interface Content<T> {
        T writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes the file.
     *
     * @throws ExportException when the file exists and may not be replaced, or cannot be written; the message says why
     */
    public <T> T write(Content<T> content) {
        refuseWhatIsThere();
        Path partial = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            T result;
            try (FileChannel file =
                    FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                result = content.writeTo(Channels.newOutputStream(file));
                file.force(true);
            }
            moveIntoPlace(partial);
            return result;
        } catch (IOException e) {
            throw new ExportException("cannot write " + path + ": " + reason(e), e);
        } finally {
            discard(partial);
        }
    }

    private void refuseWhatIsThere() {
        if (Files.isDirectory(path)) {
            throw new ExportException("cannot write " + path + ": it is a folder, expected the name of a file");
        }
        if (ifExists == IfExists.FAIL && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw exists();
        }
    }

    private void moveIntoPlace(Path partial) throws IOException {
        if (ifExists == IfExists.REPLACE) {
            Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            // A link, unlike a move, never replaces a file that came into being meanwhile.
            Files.createLink(path, partial);
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(partial, path);
        }
    }

    private ExportException exists() {
        return new ExportException(
                "cannot write " + path + ": it exists already; choose another name or ask for it to be replaced");
    }

    private String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "the folder " + path.getParent() + " does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission to write in the folder " + path.getParent();
        }
        String message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        return message.contains("No space left") || message.contains("Disk quota exceeded")
                ? "the disk is full (" + message + "); free some space or choose another folder"
                : message;
    }

    private static void discard(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", partial).log("temporary file of an export not deleted");
        }
    }
}
