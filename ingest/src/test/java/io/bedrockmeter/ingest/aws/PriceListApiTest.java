package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.bedrockmeter.ingest.aws.FakeEndpoint.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client as production opens it, against the wire protocol of the service. */
class PriceListApiTest {

    private final Properties before = new Properties();
    private final FakePricing pricing = new FakePricing();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Long> progress = new ArrayList<>();

    @BeforeEach
    void configure() {
        before.putAll(System.getProperties());
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "secret-canary");
        System.setProperty("aws.endpointUrlPricing", pricing.uri().toString());
        for (int i = 0; i < 5; i++) {
            pricing.put("AmazonBedrock", "A" + i, i % 2 == 0 ? "us-east-1" : "eu-west-1");
        }
        pricing.put("AmazonBedrockFoundationModels", "F0", "us-east-1");
        pricing.put("AmazonEC2", "E0", "us-east-1");
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
        pricing.close();
    }

    private long fetch(List<String> regions) throws Exception {
        try (PriceListApi api = PriceListApi.open(PriceListApi.DEFAULT_REGION, Optional.empty())) {
            return api.writeTo(out, regions, progress::add);
        }
    }

    private List<String> skus() throws IOException {
        List<String> skus = new ArrayList<>();
        try (MappingIterator<JsonNode> pages =
                FakeEndpoint.JSON.readerFor(JsonNode.class).readValues(out.toByteArray())) {
            while (pages.hasNext()) {
                for (JsonNode product : pages.next().path("PriceList")) {
                    skus.add(FakeEndpoint.JSON
                            .readTree(product.textValue())
                            .at("/product/sku")
                            .asText());
                }
            }
        }
        return skus;
    }

    @Test
    void every_page_of_the_three_service_codes_is_fetched() throws Exception {
        pricing.pageSize = 2;

        long products = fetch(List.of());

        assertThat(products).isEqualTo(6);
        assertThat(skus()).containsExactly("A0", "A1", "A2", "A3", "A4", "F0");
        assertThat(progress).containsExactly(2L, 4L, 5L, 6L, 6L);
        assertThat(pricing.requests)
                .extracting(request -> request.path("ServiceCode").asText())
                .containsExactly(
                        "AmazonBedrock",
                        "AmazonBedrock",
                        "AmazonBedrock",
                        "AmazonBedrockFoundationModels",
                        "AmazonBedrockService");
        assertThat(pricing.requests)
                .allSatisfy(request ->
                        assertThat(request.path("MaxResults").asInt()).isEqualTo(100));
    }

    @Test
    void regions_are_asked_for_one_by_one() throws Exception {
        fetch(List.of("eu-west-1", "us-east-1", "eu-west-1"));

        assertThat(skus()).containsExactly("A1", "A3", "A0", "A2", "A4", "F0");
        assertThat(pricing.requests.get(0).path("Filters").toString())
                .isEqualTo("[{\"Type\":\"TERM_MATCH\",\"Field\":\"regionCode\",\"Value\":\"eu-west-1\"}]");
    }

    @Test
    void throttling_server_errors_and_a_dropped_connection_are_tried_again() throws Exception {
        pricing.failNext(
                "POST /",
                Fault.of(400, "ThrottlingException"),
                Fault.cut(),
                Fault.of(500, "InternalErrorException"),
                Fault.of(429, "TooManyRequestsException"));

        fetch(List.of());

        assertThat(skus()).hasSize(6);
        assertThat(pricing.countAsked("POST /")).isEqualTo(7);
    }

    @Test
    void a_refusal_names_the_operation_the_code_and_what_it_means_for_the_import() {
        pricing.pageSize = 2;
        pricing.refuseAfterPages = 1;

        assertThatThrownBy(() -> fetch(List.of()))
                .isInstanceOf(AwsRefusedException.class)
                .hasMessage("pricing:GetProducts of AmazonBedrock was refused: HTTP 400 AccessDeniedException;"
                        + " nothing was imported");
    }

    @Test
    void an_endpoint_that_is_gone_is_a_failure_without_secrets() {
        pricing.close();

        assertThatThrownBy(() -> fetch(List.of()))
                .isInstanceOf(AwsRefusedException.class)
                .hasMessageStartingWith("pricing:GetProducts of AmazonBedrock failed: ")
                .hasMessageEndingWith("nothing was imported")
                .hasMessageNotContaining("secret-canary");
    }

    @Test
    void a_list_that_goes_in_circles_is_refused() {
        pricing.sameToken = true;

        assertThatThrownBy(() -> fetch(List.of()))
                .isInstanceOf(AwsRefusedException.class)
                .hasMessageContaining("gave the same NextToken twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.endpointUrl", "aws.endpointUrlPricing"})
    void an_endpoint_from_outside_is_used(String property) throws Exception {
        System.clearProperty("aws.endpointUrlPricing");
        System.setProperty(property, pricing.uri().toString());

        assertThat(fetch(List.of())).isEqualTo(6);
    }
}
