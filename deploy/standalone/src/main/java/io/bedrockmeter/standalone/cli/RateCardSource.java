package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.rates.ImportResult;
import io.bedrockmeter.metering.rates.InvalidRateCardsException;
import io.bedrockmeter.metering.rates.RateCardFile;
import io.bedrockmeter.metering.rates.RateCardReader;
import io.bedrockmeter.metering.rates.RateCardTable;
import io.bedrockmeter.metering.rates.UnmappedRow;
import io.bedrockmeter.metering.rates.aws.AwsPriceListImporter;
import io.bedrockmeter.metering.rates.aws.ModelNames;
import io.bedrockmeter.metering.rates.litellm.LiteLlmImporter;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.standalone.process.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of prices in one of the forms that can be read, and what it does to the table. */
final class RateCardSource {

    /** The forms. */
    enum Form {
        /** Our own file format (docs/rate-cards.md). */
        CARDS,
        /** An AWS offer file or a GetProducts answer. */
        AWS,
        /** LiteLLM's price file. */
        LITELLM
    }

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "FORM",
            defaultValue = "CARDS",
            description = "cards (our own format, default), aws (offer file or GetProducts answer) or litellm.")
    private Form form = Form.CARDS;

    @Option(
            names = "--effective-from",
            paramLabel = "DATE",
            description = "Date from which LiteLLM's prices hold, as 2026-08-06; its file has none.")
    private Optional<LocalDate> effectiveFrom = Optional.empty();

    /**
     * What reading gave.
     *
     * @param change puts the cards into a table
     * @param unmapped rows that became no card
     */
    record Change(UnaryOperator<RateCardTable> change, List<UnmappedRow> unmapped) {}

    /**
     * Reads the file.
     *
     * @param current the table as it is: its models are names that the file may use
     * @throws BadInputException when it cannot be used, with every problem
     */
    Change read(RateCardTable current) {
        try {
            return switch (form) {
                case CARDS -> cards();
                case AWS -> aws(current);
                case LITELLM -> liteLlm();
            };
        } catch (InvalidRateCardsException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": there is no such file");
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e);
        }
    }

    private Change cards() throws IOException {
        RateCardFile read = RateCardReader.read(file);
        return new Change(table -> table.with(read), List.of());
    }

    private Change aws(RateCardTable current) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return merging(new AwsPriceListImporter(
                            ModelNames.bundledAnd(current.prices().keySet()))
                    .read(file.toString(), in));
        }
    }

    private Change liteLlm() throws IOException {
        LocalDate from = effectiveFrom.orElseThrow(() -> new BadInputException(
                "LiteLLM's file says no date: name the one from which its prices hold with --effective-from"));
        try (InputStream in = Files.newInputStream(file)) {
            return merging(new LiteLlmImporter(
                            RateLayer.BUNDLED,
                            from.toString(),
                            from.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .read(file.toString(), in));
        }
    }

    private static Change merging(ImportResult read) {
        return new Change(table -> table.plus(read.schedules()), read.unmapped());
    }
}
