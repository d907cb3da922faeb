package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.export.ExportException;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TargetFile;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where an export goes: a file that appears whole or not at all, or standard output. */
final class ExportTarget {

    static final String STANDARD_OUTPUT = "-";

    @Option(names = "--overwrite", description = "Replace files that exist.")
    private boolean overwrite;

    /** Formats by the names they have in documents. */
    static final class FormatConverter implements ITypeConverter<TableFormat> {
        @Override
        public TableFormat convert(String name) {
            return TableFormat.named(name)
                    .orElseThrow(() -> new TypeConversionException("found '" + name + "', expected one of "
                            + Arrays.stream(TableFormat.values())
                                    .map(TableFormat::wireName)
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** What makes an export. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Runs an export and answers the exit code; what kept it from being made is told on standard error. */
    static int run(Console console, Work work) {
        try {
            work.run();
            return ExitCode.OK;
        } catch (ExportException e) {
            console.error(String.valueOf(e.getMessage()));
            return ExitCode.FAILURE;
        } catch (IOException e) {
            console.error("cannot write to standard output: " + e.getMessage());
            return ExitCode.FAILURE;
        }
    }

    /** Refuses what cannot work before anything is read. */
    void check(String option, String output) {
        if (output.isBlank()) {
            throw new BadInputException(option + ": found nothing, expected a file or " + STANDARD_OUTPUT);
        }
        if (output.equals(STANDARD_OUTPUT)) {
            return;
        }
        Path path = Path.of(output);
        if (Files.isDirectory(path)) {
            throw new BadInputException(option + ": " + path + " is a folder, expected the name of a file");
        }
        if (!overwrite && Files.exists(path)) {
            throw new BadInputException(option + ": " + path + " exists already; choose another name or --overwrite");
        }
    }

    /** Writes a file, or standard output. */
    <T> T write(Console console, String output, TargetFile.Content<T> content) throws IOException {
        if (!output.equals(STANDARD_OUTPUT)) {
            return new TargetFile(Path.of(output), overwrite ? IfExists.REPLACE : IfExists.FAIL).write(content);
        }
        OutputStream buffered = new BufferedOutputStream(console.out());
        T result = content.writeTo(buffered);
        buffered.flush();
        if (console.out().checkError()) {
            throw new IOException("it was closed");
        }
        return result;
    }
}
