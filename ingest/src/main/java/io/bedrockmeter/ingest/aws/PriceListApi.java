package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.PricingClientBuilder;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;
import software.amazon.awssdk.services.pricing.model.GetProductsRequest;
import software.amazon.awssdk.services.pricing.model.GetProductsResponse;

/**
 * The prices of Amazon Bedrock as the AWS Price List Query API has them now (GetProducts). Only fetches: what the products
 * mean is for the importer of price lists. The endpoint can be replaced by {@code AWS_ENDPOINT_URL_PRICING} or {@code
 * AWS_ENDPOINT_URL}. Not thread-safe.
 */
public final class PriceListApi implements AutoCloseable {

    /** The API answers in us-east-1, eu-central-1 and ap-south-1; each knows the prices of all Regions. */
    public static final String DEFAULT_REGION = "us-east-1";

    /** Amazon's own and other models; models of the Marketplace, all Claude among them; the rest. */
    static final List<String> SERVICE_CODES =
            List.of("AmazonBedrock", "AmazonBedrockFoundationModels", "AmazonBedrockService");

    private static final String FORMAT = "aws_v1";
    private static final int PRODUCTS_PER_PAGE = 100;

    /** 200,000 products; a list that goes on is going in circles. */
    private static final int MOST_PAGES = 2_000;

    private static final JsonFactory JSON = new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);

    private final PricingClient client;

    PriceListApi(PricingClient client) {
        this.client = client;
    }

    /**
     * A connection with the credentials of the SDK's default chain or of a named profile.
     *
     * @param region Region that answers, not the one whose prices are asked for
     * @param credentialsProfile profile of the shared AWS configuration, empty for the default chain
     * @throws AwsRefusedException when the shared configuration is wrong
     */
    public static PriceListApi open(String region, Optional<String> credentialsProfile) throws AwsRefusedException {
        try {
            PricingClientBuilder builder = PricingClient.builder()
                    .region(Region.of(region))
                    .httpClientBuilder(RetriedCalls.http())
                    .overrideConfiguration(RetriedCalls.overrides());
            credentialsProfile.ifPresent(name -> builder.credentialsProvider(ProfileCredentialsProvider.create(name))
                    .overrideConfiguration(config -> config.defaultProfileName(name)));
            return new PriceListApi(builder.build());
        } catch (SdkException e) {
            throw new AwsRefusedException(AwsErrors.describe("opening a client of the Price List API", e), e);
        }
    }

    /**
     * Writes every product to {@code out}, page after page as GetProducts answers: one JSON object with a {@code PriceList}
     * per line. What has been written when this fails is not to be used.
     *
     * @param regions Regions whose prices are asked for, all where empty
     * @param progress told after each page how many products there are so far
     * @return how many products there are
     * @throws AwsRefusedException when AWS refuses, cannot be reached, or answers without an end
     * @throws IOException when {@code out} cannot be written
     */
    public long writeTo(OutputStream out, List<String> regions, LongConsumer progress)
            throws AwsRefusedException, IOException {
        long products = 0;
        for (String serviceCode : SERVICE_CODES) {
            for (Optional<Filter> filter : filters(regions)) {
                products = writePages(out, serviceCode, filter, products, progress);
            }
        }
        return products;
    }

    /** Filters of one request must all fit, so each Region is asked for by itself. */
    private static List<Optional<Filter>> filters(List<String> regions) {
        return regions.isEmpty()
                ? List.of(Optional.empty())
                : regions.stream()
                        .distinct()
                        .map(region -> Optional.of(Filter.builder()
                                .type(FilterType.TERM_MATCH)
                                .field("regionCode")
                                .value(region)
                                .build()))
                        .toList();
    }

    private long writePages(
            OutputStream out, String serviceCode, Optional<Filter> filter, long before, LongConsumer progress)
            throws AwsRefusedException, IOException {
        long products = before;
        Optional<String> token = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            GetProductsResponse answer = ask(serviceCode, filter, token);
            write(out, answer.priceList());
            products += answer.priceList().size();
            progress.accept(products);
            Optional<String> next = Optional.ofNullable(answer.nextToken()).filter(text -> !text.isEmpty());
            if (next.isEmpty()) {
                return products;
            }
            if (next.equals(token)) {
                throw endless(serviceCode, "gave the same NextToken twice");
            }
            token = next;
        }
        throw endless(serviceCode, "has more than " + MOST_PAGES + " pages");
    }

    private GetProductsResponse ask(String serviceCode, Optional<Filter> filter, Optional<String> token)
            throws AwsRefusedException {
        GetProductsRequest.Builder request = GetProductsRequest.builder()
                .serviceCode(serviceCode)
                .formatVersion(FORMAT)
                .maxResults(PRODUCTS_PER_PAGE);
        filter.ifPresent(request::filters);
        token.ifPresent(request::nextToken);
        try {
            return client.getProducts(request.build());
        } catch (SdkException e) {
            throw new AwsRefusedException(
                    AwsErrors.describe("pricing:GetProducts of " + serviceCode, e) + "; nothing was imported", e);
        }
    }

    private static AwsRefusedException endless(String serviceCode, String what) {
        return new AwsRefusedException(
                "pricing:GetProducts of " + serviceCode + " " + what + ": expected an end; nothing was imported",
                new IllegalStateException(what));
    }

    private static void write(OutputStream out, List<String> products) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("PriceList");
            for (String product : products) {
                json.writeString(product);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.write('\n');
    }

    @Override
    public void close() {
        client.close();
    }
}
