package io.bedrockmeter.standalone.config;

import io.bedrockmeter.ingest.aws.SyncConfig;
import io.bedrockmeter.ingest.aws.TagPolicy;
import io.bedrockmeter.runtime.config.Section;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code references} says about AWS.
 *
 * @param sync what is learned from AWS while the process runs, empty for nothing
 * @param tagPolicy which tags profiles and projects must and may have when they are created or tagged
 */
public record SyncSection(Optional<SyncConfig> sync, TagPolicy tagPolicy) {

    /** Reads {@code references.sync} and {@code references.tagPolicy}. */
    static SyncSection read(Section references, Map<String, String> environment) {
        return new SyncSection(SyncConfig.read(references.section("sync"), environment), TagPolicy.read(references));
    }
}
