package io.bedrockmeter.ingest.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Which files of a folder are log files: every regular file, except hidden ones, and in Bedrock's S3 layout
 * ({@code AWSLogs/account/BedrockModelInvocationLogs/region/YYYY/MM/DD/HH/}) the bodies under {@code data/}, and the markers
 * of permission checks.
 */
public final class LogFolder {

    private LogFolder() {}

    /** Calls {@code file} for each log file, in the order of names; folders that cannot be listed go to the other. */
    public static void walk(Path folder, Consumer<Path> file, BiConsumer<Path, IOException> unreadable)
            throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(entries);
        for (Path entry : entries) {
            if (isHidden(entry)) {
                continue;
            }
            if (Files.isDirectory(entry) && !Files.isSymbolicLink(entry)) {
                try {
                    walk(entry, file, unreadable);
                } catch (IOException e) {
                    unreadable.accept(entry, e);
                }
            } else if (Files.isRegularFile(entry) && isLogFile(entry)) {
                file.accept(entry);
            }
        }
    }

    private static boolean isHidden(Path entry) {
        return name(entry).startsWith(".");
    }

    private static boolean isLogFile(Path file) {
        String name = name(file);
        Path parent = file.getParent();
        boolean inData = parent != null && name(parent).equals("data");
        return !isMarker(name) && !(inData && isBody(name));
    }

    /** What Bedrock and CloudWatch Logs write to see whether they may. */
    private static boolean isMarker(String name) {
        return name.contains("permission-check") || name.equals("aws-logs-write-test");
    }

    private static boolean isBody(String name) {
        return name.endsWith("_input.json.gz")
                || name.endsWith("_output.json.gz")
                || name.endsWith("_input.json")
                || name.endsWith("_output.json")
                || name.contains("_input_media_")
                || name.contains("_output_media_");
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
