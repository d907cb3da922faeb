package io.bedrockmeter.runtime.streams;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Kafka Streams application has on the local disk: a copy of its changelogs, up to offsets it remembers. A copy of other
 * topics (another cluster, or topics that were deleted and made again) would be taken for the beginning of these, and
 * totals would be wrong without a sign. So the ids of the topics are kept beside it, and a copy of other topics is deleted and
 * restored.
 */
public final class LocalState {

    private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);

    private static final int PATIENCE_MS = 2_000;

    private final InternalTopics topics;
    private final KafkaSettings kafka;
    private final Path stateDir;
    private final Path directory;
    private final Path origin;

    /** @param stateDir as Kafka Streams takes it: with a folder for each application */
    public LocalState(Path stateDir, InternalTopics topics, KafkaSettings kafka) {
        this.topics = topics;
        this.kafka = kafka;
        this.stateDir = stateDir;
        this.directory = stateDir.resolve(topics.applicationId());
        this.origin = stateDir.resolve(topics.applicationId() + ".origin");
    }

    /**
     * Deletes what is a copy of other topics. To be called before Kafka Streams looks at the directory, by whoever has its
     * lock.
     *
     * @throws KafkaUnavailableException when the brokers do not tell which topics these are
     */
    public void prepare() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Map<String, String> copied = read();
        Optional<String> foreign = copied.isEmpty() ? Optional.of("it was not said which") : difference(copied);
        foreign.ifPresent(reason -> {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .addKeyValue("reason", reason)
                    .log("local state is not known to come from these topics: it is deleted and restored from them");
            delete();
        });
    }

    /**
     * Keeps the ids of the topics, within two seconds. To be called when the application has run and has ended in order:
     * after a crash Kafka Streams trusts nothing that is there, so that nothing has to be known about it.
     */
    public void remember() {
        try {
            Properties ids = new Properties();
            ids.putAll(ids(topics.changelogs()));
            Files.createDirectories(stateDir);
            Path written = Files.createTempFile(stateDir, topics.applicationId(), ".tmp");
            try (OutputStream to = Files.newOutputStream(written)) {
                ids.store(to, "ids of the topics that local state is a copy of");
            }
            Files.move(written, origin, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | ExecutionException e) {
            LOG.atWarn()
                    .addKeyValue("file", origin)
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("cannot keep where local state comes from: the next start restores all of it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts an application. Where its local state cannot be opened, it is deleted and another application is started, which
     * restores it.
     *
     * @param prepared the application
     * @param another makes the same application once more
     * @return the one that was started
     */
    public KafkaStreams start(KafkaStreams prepared, Supplier<KafkaStreams> another) {
        try {
            prepared.start();
            return prepared;
        } catch (ProcessorStateException e) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .setCause(e)
                    .log("local state cannot be opened: it is deleted and restored");
            prepared.close();
            delete();
            KafkaStreams fresh = another.get();
            fresh.start();
            return fresh;
        }
    }

    /** Deletes it, by whoever has its lock; Kafka Streams restores it from its topics. */
    public void delete() {
        deleteTree(directory);
        try {
            Files.deleteIfExists(origin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    private Optional<String> difference(Map<String, String> copied) {
        try {
            Map<String, String> now = ids(copied.keySet());
            return copied.entrySet().stream()
                    .filter(topic -> !topic.getValue().equals(now.get(topic.getKey())))
                    .map(topic -> topic.getKey() + " is another topic now")
                    .findFirst();
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(
                    "cannot ask " + kafka.bootstrapServers() + " about the topics that local state is a copy of",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while looking at local state", e);
        }
    }

    private Map<String, String> ids(Set<String> names) throws ExecutionException, InterruptedException {
        Map<String, String> ids = new HashMap<>();
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : admin.describeTopics(
                            names, new DescribeTopicsOptions().timeoutMs(PATIENCE_MS))
                    .topicNameValues()
                    .entrySet()) {
                try {
                    ids.put(topic.getKey(), topic.getValue().get().topicId().toString());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                }
            }
        }
        return ids;
    }

    /** Empty when there is none, or none that can be read. */
    private Map<String, String> read() {
        Properties ids = new Properties();
        try (InputStream from = Files.newInputStream(origin)) {
            ids.load(from);
        } catch (IOException | IllegalArgumentException e) {
            LOG.atDebug().addKeyValue("file", origin).setCause(e).log("not readable");
            return Map.of();
        }
        Map<String, String> byName = new HashMap<>();
        ids.stringPropertyNames().forEach(name -> byName.put(name, ids.getProperty(name)));
        return byName;
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete local state in " + root + ": " + e.getMessage(), e);
        }
    }
}
