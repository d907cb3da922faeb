package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.aws.TagPolicy;
import io.bedrockmeter.standalone.config.RunConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which tags a command may set. */
final class TagPolicyOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings with the tag policy (references.tagPolicy); without it, the usual keys.")
    private Optional<Path> file = Optional.empty();

    TagPolicy policy(Map<String, String> environment) {
        return file.isEmpty()
                ? TagPolicy.standard()
                : RunConfig.load(file, environment).value().aws().tagPolicy();
    }
}
