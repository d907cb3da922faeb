package io.bedrockmeter.ingest.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** How the content of a followed file is read. */
sealed interface FollowedContent permits GrowingContent, CompressedContent {

    /**
     * Reads what is new, up to a bound, and hands over how far it came.
     *
     * @param file the open file
     * @param path its present name
     * @return whether there was anything
     */
    boolean poll(FileChannel file, Path path) throws IOException;

    /** Whether there is nothing to do until the file changes. */
    boolean isSettled();

    /** Nothing will be appended any more. */
    void finish();
}
