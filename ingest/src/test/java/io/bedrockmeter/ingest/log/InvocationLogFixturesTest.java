package io.bedrockmeter.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.UsageOrigin;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sample record gives exactly one expected invocation or refusal. */
class InvocationLogFixturesTest {

    @Test
    void the_documented_converse_record_with_request_metadata() {
        // Given
        String record = Records.fixture("doc-aws-converse-requestmetadata.json");
        // When
        ParseResult result = Records.parse(record);
        // Then
        assertThat(result)
                .isEqualTo(new ParseResult.Parsed(
                        new Invocation(
                                "abcd1234-5678-efgh-ijkl-mnopqrstuvwx",
                                Instant.parse("2024-01-15T12:00:00Z"),
                                "123456789012",
                                "us-east-1",
                                "",
                                "Converse",
                                "anthropic.claude-sonnet-4-20250514-v1:0",
                                "",
                                "arn:aws:sts::123456789012:assumed-role/MyRole/session-name",
                                Quantities.tokens(25, 150),
                                true,
                                "",
                                false,
                                "",
                                -1,
                                Map.of("team", "orchestrator", "environment", "production"),
                                UsageOrigin.INVOCATION_LOG,
                                "test"),
                        false));
    }

    @Test
    void a_record_without_counts_takes_them_from_the_body() {
        Invocation invocation = invocation("illustrative-application-inference-profile-arn.json");

        assertThat(invocation.quantities()).isEqualTo(Quantities.tokens(12, 56));
        assertThat(invocation.modelId())
                .isEqualTo("arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p24qm5pye2qr");
        assertThat(invocation.timestamp()).isEqualTo(Instant.parse("2026-03-11T04:15:23.456Z"));
        assertThat(invocation.requestMetadata()).isEqualTo(Map.of("userId", "user@example.com", "tenant", "tenant_a"));
    }

    @Test
    void a_responses_record_without_account_takes_it_from_the_principal() {
        Invocation invocation = invocation("real-bbg-responses-api-openai-gpt56-us-profile.json");

        assertThat(invocation.accountId()).isEqualTo("111122223333");
        assertThat(invocation.inferenceRegion()).isEqualTo("us-east-2");
        assertThat(invocation.region()).isEqualTo("us-west-2");
        assertThat(invocation.operation()).isEqualTo("Responses");
        assertThat(invocation.quantities()).isEqualTo(Quantities.tokens(16, 11));
    }

    @Test
    void a_converse_stream_record_with_bodies_and_latency() {
        Invocation invocation = invocation("real-dheerajoruganty-conversestream-nova-lite-cache-zero.json");

        assertThat(invocation.quantities()).isEqualTo(Quantities.tokens(4, 38));
        assertThat(invocation.latencyMs()).isEqualTo(302);
        assertThat(invocation.cacheTtlKnown()).isTrue();
        assertThat(invocation.principal()).isEqualTo("arn:aws:iam::111122223333:user/example-user");
    }

    @Test
    void a_record_of_metadata_only() {
        Invocation invocation = invocation("real-zenn-converse-metadata-only-apac-nova-micro.json");

        assertThat(invocation.quantities()).isEqualTo(Quantities.tokens(1, 8));
        assertThat(invocation.latencyMs()).isEqualTo(-1);
        assertThat(invocation.requestMetadata()).isEmpty();
    }

    @Test
    void a_failed_call() {
        Invocation invocation = invocation("synthetic-error-resourcenotfound.json");

        assertThat(invocation.errorCode()).isEqualTo("ResourceNotFoundException");
        assertThat(invocation.failed()).isTrue();
        assertThat(invocation.quantities()).isEqualTo(Quantities.NONE);
    }

    @Test
    void a_record_that_lacks_required_fields_says_all_of_them() {
        Rejection rejection = Records.refused(Records.fixture("shape-embedding-no-output-count.json"));

        assertThat(rejection.code()).isEqualTo(RejectionCode.MISSING_FIELD);
        assertThat(rejection.field()).isEqualTo("requestId");
        assertThat(rejection.reason()).contains("requestId", "timestamp", "region", "operation");
    }

    @Test
    void a_template_with_placeholders_is_refused_for_its_timestamp() {
        Rejection rejection =
                Records.refused(Records.fixture("doc-amazon-bedrock-workshop-invokemodel-llama-requestmetadata.json"));

        assertThat(rejection.code()).isEqualTo(RejectionCode.INVALID_FIELD);
        assertThat(rejection.field()).isEqualTo("timestamp");
        assertThat(rejection.reason()).contains("\"<timestamp>\"", "ISO-8601");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payload-bedrock-project.json",
                "payload-cwl-subscription-control-message.json",
                "payload-cwl-subscription-data-message.json",
                "payload-firehose-http-request.json",
                "payload-firehose-http-response.json",
                "payload-q-developer-custom-notification.json",
                "pricing-getproducts-ab-nova-micro-use1.json"
            })
    void json_of_another_kind_is_no_invocation_record(String fixture) {
        assertThat(Records.refused(Records.fixture(fixture)).code()).isEqualTo(RejectionCode.NOT_AN_INVOCATION_RECORD);
    }

    private static Invocation invocation(String fixture) {
        ParseResult.Parsed parsed = Records.parsed(Records.fixture(fixture));
        assertThat(parsed.countsDisagree()).isFalse();
        return parsed.invocation();
    }
}
