package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.ingest.reference.ProfileFiles;
import io.bedrockmeter.ingest.reference.ProjectFiles;
import io.bedrockmeter.ingest.reference.ReferenceFile;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.metering.rates.InvalidRateCardsException;
import io.bedrockmeter.metering.rates.RateCardFile;
import io.bedrockmeter.metering.rates.RateCardPublisher;
import io.bedrockmeter.metering.rates.RateCardReader;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.standalone.config.ReferencesSection;
import io.bedrockmeter.standalone.process.BadInputException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reference data out of files, read whole before anything is started.
 *
 * @param profiles inference profiles
 * @param projects Bedrock projects
 * @param rateCards rate-card files, in the order given
 * @param bundledRateCards whether the bundled prices are published, too
 * @param refused entries of profile and project files that could not be read
 */
public record ReferenceFiles(
        List<Profile> profiles,
        List<Project> projects,
        List<RateCardFile> rateCards,
        boolean bundledRateCards,
        List<Refusal> refused) {

    public ReferenceFiles {
        profiles = List.copyOf(profiles);
        projects = List.copyOf(projects);
        rateCards = List.copyOf(rateCards);
        refused = List.copyOf(refused);
    }

    /**
     * Reads the files. Entries of profiles and projects that are wrong are refused one by one; a rate-card file that is
     * wrong is not used in part, because the prices left would be others than its author meant.
     *
     * @throws BadInputException when a rate-card file cannot be used, with every problem of all of them
     */
    public static ReferenceFiles read(ReferencesSection section) {
        List<Refusal> refused = new ArrayList<>();
        List<Profile> profiles = entries(section.profiles(), ProfileFiles::read, refused);
        List<Project> projects = entries(section.projects(), ProjectFiles::read, refused);
        return new ReferenceFiles(
                profiles, projects, rateCards(section.rateCards()), section.bundledRateCards(), refused);
    }

    private static <T> List<T> entries(
            List<Path> files, Function<Path, ReferenceFile<T>> reader, List<Refusal> refused) {
        List<T> entries = new ArrayList<>();
        for (Path file : files) {
            ReferenceFile<T> read = reader.apply(file);
            entries.addAll(read.entries());
            refused.addAll(read.refused());
        }
        return entries;
    }

    private static List<RateCardFile> rateCards(List<Path> files) {
        List<RateCardFile> read = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                read.add(RateCardReader.read(file));
            } catch (InvalidRateCardsException e) {
                problems.add(e.getMessage());
            } catch (NoSuchFileException e) {
                problems.add(file + ": there is no such file");
            } catch (IOException e) {
                problems.add(file + ": cannot be read: " + e);
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInputException("rate cards cannot be used: " + String.join("\n", problems));
        }
        return read;
    }

    /** Writes everything to its topic; topics of which there is nothing are left alone. */
    public void publish(KafkaSettings kafka) {
        if (bundledRateCards || !rateCards.isEmpty()) {
            RateCardPublisher prices = new RateCardPublisher(kafka);
            if (bundledRateCards) {
                prices.publishBundled();
            }
            rateCards.forEach(prices::replace);
        }
        if (!profiles.isEmpty() || !projects.isEmpty()) {
            ReferencePublisher references = new ReferencePublisher(kafka);
            references.publishProfiles(profiles);
            references.publishProjects(projects);
        }
    }
}
