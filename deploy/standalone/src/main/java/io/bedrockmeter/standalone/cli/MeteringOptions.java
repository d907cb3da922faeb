package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.standalone.config.RunConfig;
import io.bedrockmeter.standalone.process.BadInputException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How metering was configured, for commands that must understand what it made. */
final class MeteringOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings that metering runs with: application id, zone, taxonomy, closed months.")
    private Optional<Path> file = Optional.empty();

    /** The settings; the documented defaults where no file and no environment variable says otherwise. */
    MeteringConfig settings() {
        return RunConfig.load(file, System.getenv()).value().metering();
    }

    /**
     * A dimension, or a tag key in the spelling of the taxonomy.
     *
     * @throws BadInputException when it is neither
     */
    static String grouping(Taxonomy taxonomy, String option, String name) {
        if (Grouping.isDimension(name)) {
            return name;
        }
        String key = taxonomy.canonical(name);
        if (!taxonomy.contains(key)) {
            throw new BadInputException(option + ": found '" + name + "', expected one of "
                    + String.join(", ", taxonomy.keys()) + " or " + String.join(", ", Grouping.dimensionNames()));
        }
        return key;
    }
}
