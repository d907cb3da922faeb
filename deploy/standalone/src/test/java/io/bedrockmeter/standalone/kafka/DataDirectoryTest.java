package io.bedrockmeter.standalone.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void a_directory_in_use_is_refused_until_it_is_closed() {
        Path directory = parent.resolve("data");
        try (DataDirectory first = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(first.root().toString())
                    .hasMessageContaining("in use by another process");
        }

        DataDirectory.open(directory).close();
        assertThat(directory).exists();
    }

    @Test
    void a_place_that_cannot_be_written_is_named() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot write to the data directory " + file.resolve("data"));
    }

    @Test
    void a_directory_of_another_version_is_refused_and_stays_as_it_is() throws IOException {
        Path directory = parent.resolve("data");
        DataDirectory.open(directory).close();
        Files.writeString(directory.resolve("format"), "2\n");

        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("has format '2'")
                .hasMessageContaining("knows format 1");

        assertThat(directory.resolve("format")).hasContent("2");
        Files.writeString(directory.resolve("format"), "1");
        DataDirectory.open(directory).close();
    }

    @Test
    void a_directory_from_before_there_were_formats_is_of_the_first() throws IOException {
        Path directory = Files.createDirectories(parent.resolve("data/state")).getParent();

        DataDirectory.open(directory).close();

        assertThat(directory.resolve("format")).hasContent("1\n");
    }

    @Test
    void a_temporary_directory_is_deleted_on_close() throws IOException {
        DataDirectory directory = DataDirectory.temporary(parent);
        Files.createDirectories(directory.kafka().resolve("topic-0"));
        Files.writeString(directory.logFile(), "line");

        directory.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void what_a_killed_process_left_behind_is_swept_and_what_is_in_use_is_not() throws IOException {
        Path abandoned = Files.createDirectory(parent.resolve("bedrock-meter-abandoned"));
        Files.writeString(abandoned.resolve(".bedrock-meter.lock"), "");
        makeOld(abandoned);
        try (DataDirectory inUse = DataDirectory.open(parent.resolve("bedrock-meter-in-use"))) {
            makeOld(inUse.root());
            Path stranger = Files.createDirectory(parent.resolve("bedrock-meter-stranger"));
            makeOld(stranger);

            DataDirectory fresh = DataDirectory.temporary(parent);

            assertThat(abandoned).doesNotExist();
            assertThat(inUse.root()).exists();
            assertThat(stranger).exists();
            fresh.close();
        }
    }

    private static void makeOld(Path directory) throws IOException {
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
}
