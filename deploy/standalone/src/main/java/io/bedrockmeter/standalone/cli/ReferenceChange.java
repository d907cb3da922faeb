package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.aws.Administered;
import io.bedrockmeter.ingest.aws.AwsRefusedException;
import io.bedrockmeter.ingest.aws.InvalidRequestException;
import io.bedrockmeter.ingest.aws.ReferenceSyncTask;
import io.bedrockmeter.ingest.aws.SyncSummary;
import io.bedrockmeter.standalone.process.BadInputException;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;

/** Tells what came of a synchronisation or of a change of one profile or project. */
final class ReferenceChange {

    /** Asks AWS for one change. */
    @FunctionalInterface
    interface Request {
        Administered send() throws InvalidRequestException, AwsRefusedException, InterruptedException;
    }

    private final Console console;

    ReferenceChange(Console console) {
        this.console = console;
    }

    /** Synchronises once; fails when nothing could be listed. */
    int synchronise(ReferenceSyncTask task) throws InterruptedException {
        console.progress("asking AWS for " + task.name());
        SyncSummary summary = task.run();
        summary.failed()
                .forEach(failure ->
                        console.warn(TagOptions.printable("failed " + failure.what() + ": " + failure.reason())));
        console.out()
                .println(summary.listed() + " listed, " + summary.written() + " written, " + summary.unchanged()
                        + " unchanged, " + summary.failed().size() + " failed");
        if (summary.listed() == 0 && !summary.failed().isEmpty()) {
            console.error("no " + task.name() + " could be listed");
            return ExitCode.FAILURE;
        }
        return ExitCode.OK;
    }

    /** Makes a change; what the policy forbids is bad input, what AWS refuses a failure. */
    int make(String verb, Request request) throws InterruptedException {
        try {
            Administered changed = request.send();
            String tags = changed.tags().isEmpty() ? "" : ": " + TagOptions.text(changed.tags());
            console.out().println(verb + " " + changed.arn() + tags);
            if (!changed.published()) {
                console.warn("not yet in the table: the next synchronisation tells it");
            }
            return ExitCode.OK;
        } catch (InvalidRequestException e) {
            throw new BadInputException(String.join("\n", e.problems()));
        } catch (AwsRefusedException e) {
            console.error(String.valueOf(e.getMessage()));
            return ExitCode.FAILURE;
        }
    }
}
