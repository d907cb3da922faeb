package io.bedrockmeter.metering.export.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.metering.export.ExportException;
import io.bedrockmeter.metering.export.table.TargetFile.Content;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetFileTest {

    @TempDir
    Path folder;

    private static Content<Integer> text(String text) {
        return out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return text.length();
        };
    }

    private static Content<Integer> failing(String message) {
        return out -> {
            out.write(1);
            throw new IOException(message);
        };
    }

    @Test
    void a_file_appears_only_once_it_is_complete() {
        Path file = folder.resolve("out.csv");

        boolean seenWhileWriting = new TargetFile(file, IfExists.FAIL).write(out -> {
            out.write(1);
            out.flush();
            return Files.exists(file);
        });

        assertThat(seenWhileWriting).isFalse();
        assertThat(folder.toFile().list()).containsExactly("out.csv");
    }

    @Test
    void an_existing_file_is_not_replaced_unless_asked() throws Exception {
        Path file = Files.writeString(folder.resolve("out.csv"), "old");

        assertThatThrownBy(() -> new TargetFile(file, IfExists.FAIL).write(text("new")))
                .isInstanceOf(ExportException.class)
                .hasMessage("cannot write " + file
                        + ": it exists already; choose another name or ask for it to be replaced");
        assertThat(file).hasContent("old");

        new TargetFile(file, IfExists.REPLACE).write(text("new"));
        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("out.csv");
    }

    @Test
    void a_file_that_came_into_being_meanwhile_is_not_replaced_either() {
        Path file = folder.resolve("out.csv");

        assertThatThrownBy(() -> new TargetFile(file, IfExists.FAIL).write(out -> {
                    Files.writeString(file, "of another");
                    return 0;
                }))
                .hasMessageContaining("it exists already");
        assertThat(file).hasContent("of another");
        assertThat(folder.toFile().list()).containsExactly("out.csv");
    }

    @Test
    void a_failure_leaves_what_was_there_and_nothing_half_written() throws Exception {
        Path file = Files.writeString(folder.resolve("out.csv"), "old");

        assertThatThrownBy(() -> new TargetFile(file, IfExists.REPLACE).write(failing("No space left on device")))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("the disk is full");
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("out.csv");
    }

    @Test
    void a_path_that_cannot_be_written_is_named_with_the_reason() {
        assertThatThrownBy(() -> new TargetFile(folder, IfExists.REPLACE).write(text("x")))
                .hasMessage("cannot write " + folder + ": it is a folder, expected the name of a file");
        Path nowhere = folder.resolve("missing").resolve("out.csv");
        assertThatThrownBy(() -> new TargetFile(nowhere, IfExists.FAIL).write(text("x")))
                .hasMessage("cannot write " + nowhere + ": the folder " + nowhere.getParent() + " does not exist");
    }
}
