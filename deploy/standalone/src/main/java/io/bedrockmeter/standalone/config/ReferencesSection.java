package io.bedrockmeter.standalone.config;

import io.bedrockmeter.runtime.config.Section;
import java.nio.file.Path;
import java.util.List;

/**
 * What is known before anything is read.
 *
 * @param profiles files of inference profiles with their tags
 * @param projects files of Bedrock projects with their tags
 * @param rateCards rate-card files, stronger than the bundled prices
 * @param bundledRateCards whether the prices shipped with bedrock-meter are used where no file has one
 */
public record ReferencesSection(
        List<Path> profiles, List<Path> projects, List<Path> rateCards, boolean bundledRateCards) {

    public ReferencesSection {
        profiles = List.copyOf(profiles);
        projects = List.copyOf(projects);
        rateCards = List.copyOf(rateCards);
    }

    static ReferencesSection read(Section section) {
        return new ReferencesSection(
                section.paths("profiles"),
                section.paths("projects"),
                section.paths("rateCards"),
                section.flag("bundledRateCards", true));
    }

    /** Profiles and projects only. */
    public ReferencesSection tags() {
        return new ReferencesSection(profiles, projects, List.of(), false);
    }

    /** Prices only. */
    public ReferencesSection prices() {
        return new ReferencesSection(List.of(), List.of(), rateCards, bundledRateCards);
    }
}
