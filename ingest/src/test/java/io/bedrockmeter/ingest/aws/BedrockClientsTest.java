package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bedrockmeter.ingest.aws.FakeEndpoint.Fault;
import io.bedrockmeter.schemas.model.Profile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrock.BedrockClient;

/** The client as production opens it: default chains, endpoint from outside, the SDK's own waits between attempts. */
class BedrockClientsTest {

    private final Properties before = new Properties();
    private final FakeBedrock bedrock = new FakeBedrock();

    @BeforeEach
    void configure() {
        before.putAll(System.getProperties());
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
        bedrock.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.endpointUrl", "aws.endpointUrlBedrock"})
    void an_endpoint_from_outside_is_used_with_the_default_chains(String property) throws Exception {
        System.setProperty(property, bedrock.uri().toString());
        bedrock.put("p1", "2026-01-01T00:00:00Z", Map.of("Team", "search"), FakeBedrock.model("us-east-1"));
        bedrock.failNext("GET /inference-profiles", Fault.of(429, "ThrottlingException"), Fault.cut());
        MemoryTable<Profile> table = MemoryTable.profiles();
        SyncSummary summary;

        try (ProfileSync sync = new ProfileSync(
                List.of(BedrockAccount.DEFAULT),
                BedrockClients::open,
                table,
                Clock.systemUTC(),
                ProfileSyncSettings.DEFAULT)) {
            summary = sync.run();
        }

        assertThat(summary).isEqualTo(new SyncSummary(1, 1, 0, List.of()));
        assertThat(bedrock.countAsked("GET /inference-profiles")).isEqualTo(4);
    }

    @Test
    void a_role_is_assumed_with_its_external_id_and_its_credentials_sign_the_calls() throws Exception {
        List<String> assumed = new CopyOnWriteArrayList<>();
        List<String> signers = new CopyOnWriteArrayList<>();
        HttpServer aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean sts = body.contains("Action=AssumeRole");
            (sts ? assumed : signers)
                    .add(sts ? body : exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer =
                    (sts ? ROLE_CREDENTIALS : "{\"inferenceProfileSummaries\": []}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        aws.start();
        System.setProperty(
                "aws.endpointUrl", "http://127.0.0.1:" + aws.getAddress().getPort());
        BedrockAccount other = new BedrockAccount(
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of("arn:aws:iam::444455556666:role/meter"),
                Optional.of("meter-7"));

        try (BedrockClient client = BedrockClients.open(other)) {
            client.listInferenceProfiles(request -> request.maxResults(10));
        } finally {
            aws.stop(0);
        }

        assertThat(assumed)
                .singleElement()
                .satisfies(body -> assertThat(URLDecoder.decode(body, StandardCharsets.UTF_8))
                        .contains("RoleArn=arn:aws:iam::444455556666:role/meter", "ExternalId=meter-7"));
        assertThat(signers).singleElement().asString().contains("Credential=ASIAROLE/", "/eu-west-1/bedrock/");
    }

    private static final String ROLE_CREDENTIALS = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
            <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
            <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>""";
}
