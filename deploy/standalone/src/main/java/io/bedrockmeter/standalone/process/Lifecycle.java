package io.bedrockmeter.standalone.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running parts of the process, closed once, in the opposite order of their start: sources before what they feed, the
 * broker last. A part that fails to close is logged and does not keep the others from it. Thread-safe: a part that is
 * added while the process ends is closed at once.
 */
public final class Lifecycle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Object closing = new Object();
    private boolean ended;

    /**
     * Takes charge of a part.
     *
     * @return the part itself
     * @throws EndedException when the process is ending; the part is closed then
     */
    public <T extends AutoCloseable> T add(String name, T part) {
        synchronized (parts) {
            if (!ended) {
                parts.push(new Part(name, part));
                return part;
            }
        }
        close(new Part(name, part));
        throw new EndedException();
    }

    /** Whether the end has begun. */
    public boolean hasEnded() {
        synchronized (parts) {
            return ended;
        }
    }

    /** Closes every part; a second caller waits until the first is done. */
    @Override
    public void close() {
        synchronized (parts) {
            ended = true;
        }
        synchronized (closing) {
            for (Part part = next(); part != null; part = next()) {
                close(part);
            }
        }
    }

    private @Nullable Part next() {
        synchronized (parts) {
            return parts.poll();
        }
    }

    private static void close(Part part) {
        long startedAt = System.nanoTime();
        try {
            part.closeable().close();
            LOG.atInfo()
                    .addKeyValue("part", part.name())
                    .addKeyValue("tookMs", (System.nanoTime() - startedAt) / 1_000_000)
                    .log("closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("part", part.name()).setCause(e).log("could not be closed");
        }
    }
}
