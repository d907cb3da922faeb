package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.explain.Explainer;
import io.bedrockmeter.metering.explain.Explanation;
import io.bedrockmeter.metering.explain.ExplanationJson;
import io.bedrockmeter.metering.explain.ExplanationText;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How the price of one request came about. */
@Command(
        name = "explain",
        description = "Tells how the price of one request came about: records, tags, rates, corrections.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFile.class,
        footer = {"", "Exit code 1 when no topic knows the request."})
final class ExplainCommand implements Callable<Integer> {

    /** Forms of the answer. */
    enum Format {
        TEXT,
        JSON
    }

    private final Console console;

    @Parameters(paramLabel = "REQUEST_ID", description = "The request id, as in the log record.")
    private String requestId = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "A day (UTC) or time before the call: saves reading older parts of the ledger.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "TEXT",
            description = "text or json (default: text).")
    private Format format = Format.TEXT;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (requestId.isBlank()) {
            throw new BadInputException("REQUEST_ID is empty: expected the id of a request");
        }
        Explanation explanation = new Explainer(kafka.settings())
                .explain(
                        requestId,
                        since.map(time -> Times.parse("--since", time, ZoneOffset.UTC)),
                        new ThrottledProgress(console)::lines);
        String text = switch (format) {
            case TEXT -> ExplanationText.render(explanation);
            case JSON -> ExplanationJson.render(explanation).strip() + "\n";
        };
        console.out().print(text);
        console.out().flush();
        return explanation.isKnown() ? ExitCode.OK : ExitCode.FAILURE;
    }
}
