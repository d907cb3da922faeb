package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.ingest.aws.AwsRefusedException;
import io.bedrockmeter.ingest.aws.PriceListApi;
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
import io.bedrockmeter.standalone.process.Console;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of prices in one of the forms that can be read, or AWS itself, and what it does to the table. */
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

    private static final Path NO_FILE = Path.of("");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file, unless --from-api is given.")
    private Path file = NO_FILE;

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

    @Option(
            names = "--from-api",
            description = "Prices of now from the AWS Price List API (needs pricing:GetProducts), instead of a file.")
    private boolean fromApi;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "With --from-api: only prices of this Region, repeatable (default: all).")
    private List<String> regions = new ArrayList<>();

    @Option(
            names = "--pricing-region",
            paramLabel = "REGION",
            defaultValue = PriceListApi.DEFAULT_REGION,
            description = "With --from-api: Region of the API, not of the prices (default: ${DEFAULT-VALUE}).")
    private String pricingRegion = PriceListApi.DEFAULT_REGION;

    @Option(
            names = "--aws-profile",
            paramLabel = "NAME",
            description = "With --from-api: profile of the shared AWS configuration to use.")
    private Optional<String> credentialsProfile = Optional.empty();

    /**
     * What reading gave.
     *
     * @param change puts the cards into a table
     * @param unmapped rows that became no card
     */
    record Change(UnaryOperator<RateCardTable> change, List<UnmappedRow> unmapped) {}

    /**
     * Checks the options; to be called before anything else is done.
     *
     * @throws BadInputException naming what does not go together
     */
    void check() {
        boolean named = !file.equals(NO_FILE);
        if (named == fromApi) {
            throw new BadInputException(
                    named ? "--from-api: expected without a file, got " + file : "expected a FILE or --from-api");
        }
        if (!fromApi && (!regions.isEmpty() || credentialsProfile.isPresent())) {
            throw new BadInputException("--region and --aws-profile: expected with --from-api only");
        }
        if (fromApi && (form != Form.CARDS || effectiveFrom.isPresent())) {
            throw new BadInputException("--from and --effective-from: expected with a file only");
        }
        Stream.concat(regions.stream(), Stream.of(pricingRegion))
                .filter(region -> !REGION.matcher(region).matches())
                .findFirst()
                .ifPresent(region -> {
                    throw new BadInputException(
                            "--region, --pricing-region: found '" + region + "', expected a Region such as us-east-1");
                });
    }

    /**
     * Reads the file, or fetches the prices.
     *
     * @param current the table as it is: its models are names that the file may use
     * @throws BadInputException when it cannot be used, with every problem
     * @throws AwsRefusedException when AWS does not give its prices
     */
    Change read(RateCardTable current, Console console) throws AwsRefusedException {
        try {
            if (fromApi) {
                return api(current, console);
            }
            return switch (form) {
                case CARDS -> cards();
                case AWS -> awsList(current, file.toString(), file);
                case LITELLM -> liteLlm();
            };
        } catch (InvalidRateCardsException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": there is no such file");
        } catch (IOException e) {
            throw new BadInputException((fromApi ? "temporary file of prices" : file) + ": cannot be read: " + e);
        }
    }

    /** Everything is fetched before anything is read: a list that is cut off is never imported in part. */
    private Change api(RateCardTable current, Console console) throws AwsRefusedException, IOException {
        Path fetched = Files.createTempFile("bedrock-meter-prices-", ".json");
        try (PriceListApi prices = PriceListApi.open(pricingRegion, credentialsProfile)) {
            console.progress("asking AWS for prices");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fetched))) {
                long products = prices.writeTo(out, regions, new FetchProgress(console)::products);
                console.progress("fetched " + products + " products");
            }
            return awsList(current, "AWS Price List API", fetched);
        } finally {
            Files.deleteIfExists(fetched);
        }
    }

    /** Says now and then how far fetching is. */
    private record FetchProgress(Console console) {
        private static final int EVERY = 1_000;

        void products(long soFar) {
            if (soFar > 0 && soFar % EVERY == 0) {
                console.progress("fetched " + soFar + " products so far");
            }
        }
    }

    private Change cards() throws IOException {
        RateCardFile read = RateCardReader.read(file);
        return new Change(table -> table.with(read), List.of());
    }

    private static Change awsList(RateCardTable current, String name, Path list) throws IOException {
        try (InputStream in = Files.newInputStream(list)) {
            return merging(new AwsPriceListImporter(
                            ModelNames.bundledAnd(current.prices().keySet()))
                    .read(name, in));
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
