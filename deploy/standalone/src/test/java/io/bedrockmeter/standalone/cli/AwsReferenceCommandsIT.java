package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KafkaSuite
final class AwsReferenceCommandsIT {

    private static final String KEY = "bedrock-api-key-canary";
    private static final String PROFILE_ARN =
            "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456";
    private static final String MODEL_ARN = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0";
    private static final String PROFILE = """
            {"inferenceProfileName": "search", "inferenceProfileArn": "%s", "inferenceProfileId": "abc123def456",
             "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z", "status": "ACTIVE",
             "type": "APPLICATION", "models": [{"modelArn": "%s"}]}""".formatted(PROFILE_ARN, MODEL_ARN);
    private static final String PROJECT = """
            {"id": "proj_5d5ykleja6cwpirysbb7", "object": "organization.project", "name": "search",
             "arn": "arn:aws:bedrock-mantle:us-east-1:111122223333:project/proj_5d5ykleja6cwpirysbb7",
             "created_at": 1767225600, "status": "active", "tags": {"Team": "search"}}""";
    private static final Map<String, String> PROPERTIES = Map.of(
            "aws.accessKeyId", "AKIDEXAMPLE",
            "aws.secretAccessKey", "secret-canary",
            "aws.region", "us-east-1");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger refuseWith = new AtomicInteger();
    private HttpServer server = start();

    private HttpServer start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                String route = exchange.getRequestMethod() + " " + path;
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(route + " " + body);
                String query = String.valueOf(exchange.getRequestURI().getQuery());
                byte[] answer = answer(route, query).getBytes(StandardCharsets.UTF_8);
                int status = refuseWith.get() == 0 ? 200 : refuseWith.get();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            started.start();
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String answer(String route, String query) {
        if (route.startsWith("GET /inference-profiles/")) {
            return PROFILE;
        }
        return switch (route) {
            case "GET /inference-profiles" ->
                "{\"inferenceProfileSummaries\": [" + (query.contains("APPLICATION") ? PROFILE : "") + "]}";
            case "POST /inference-profiles" ->
                "{\"inferenceProfileArn\": \"" + PROFILE_ARN + "\", \"status\": \"ACTIVE\"}";
            case "POST /listTagsForResource" -> "{\"tags\": [{\"key\": \"Team\", \"value\": \"search\"}]}";
            case "GET /v1/organization/projects" ->
                "{\"object\": \"list\", \"has_more\": false, \"data\": [" + PROJECT + "]}";
            default -> route.contains("/organization/projects") ? PROJECT : "{}";
        };
    }

    @BeforeEach
    void point_the_sdk_to_the_server() {
        PROPERTIES.forEach(System::setProperty);
        System.setProperty("aws.endpointUrlBedrock", url());
    }

    @AfterEach
    void stop() {
        PROPERTIES.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrlBedrock");
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private CommandRun run(KafkaSettings kafka, String... arguments) {
        return SampleLedger.run(kafka, Map.of("AWS_ENDPOINT_URL", url(), "AWS_BEARER_TOKEN_BEDROCK", KEY), arguments);
    }

    @Test
    void profiles_are_synchronised_listed_created_and_tagged(KafkaSettings kafka) {
        CommandRun synced = run(kafka, "profiles", "sync", "--region", "us-east-1");
        CommandRun again = run(kafka, "profiles", "sync");
        CommandRun listed = run(kafka, "profiles", "list");
        CommandRun created =
                run(kafka, "profiles", "create", "--name", "search", "--copy-from", MODEL_ARN, "--tag", "team=search");
        CommandRun tagged = run(kafka, "profiles", "tag", PROFILE_ARN, "--tag", "team=ads");

        assertThat(synced.exitCode()).as(synced.err()).isZero();
        assertThat(synced.out()).isEqualTo("1 listed, 1 written, 0 unchanged, 0 failed\n");
        assertThat(again.out()).isEqualTo("1 listed, 0 written, 1 unchanged, 0 failed\n");
        assertThat(listed.out()).contains(PROFILE_ARN, "amazon.nova-micro-v1:0", "regional", "Team=search");
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out()).isEqualTo("created " + PROFILE_ARN + ": Team=search\n");
        assertThat(tagged.out()).isEqualTo("tagged " + PROFILE_ARN + ": Team=ads\n");
        assertThat(asked).anySatisfy(each -> assertThat(each).contains("POST /tagResource", "\"ads\""));
    }

    @Test
    void projects_are_synchronised_listed_created_tagged_and_archived(KafkaSettings kafka) {
        CommandRun synced = run(kafka, "projects", "sync");
        CommandRun listed = run(kafka, "projects", "list");
        CommandRun created = run(kafka, "projects", "create", "--name", "search", "--tag", "Team=search");
        CommandRun tagged = run(kafka, "projects", "tag", "proj_5d5ykleja6cwpirysbb7", "--tag", "Team=ads");
        CommandRun archived = run(kafka, "projects", "archive", "proj_5d5ykleja6cwpirysbb7");

        assertThat(synced.exitCode()).as(synced.err()).isZero();
        assertThat(synced.out()).isEqualTo("1 listed, 1 written, 0 unchanged, 0 failed\n");
        assertThat(listed.out()).contains("proj_5d5ykleja6cwpirysbb7  search  active", "Team=search");
        assertThat(created.out()).isEqualTo("created proj_5d5ykleja6cwpirysbb7: Team=search\n");
        assertThat(tagged.out()).isEqualTo("tagged proj_5d5ykleja6cwpirysbb7: Team=ads\n");
        assertThat(archived.exitCode()).as(archived.err()).isZero();
    }

    @Test
    void a_refusal_of_aws_is_a_failure_that_names_the_operation_and_no_key(KafkaSettings kafka) {
        refuseWith.set(403);

        CommandRun profiles = run(kafka, "profiles", "sync");
        CommandRun projects = run(kafka, "projects", "sync");
        CommandRun tagged = run(kafka, "profiles", "tag", PROFILE_ARN, "--tag", "Team=ads");

        assertThat(profiles.exitCode()).isEqualTo(1);
        assertThat(profiles.err()).contains("ListInferenceProfiles", "error: no profiles could be listed");
        assertThat(projects.exitCode()).isEqualTo(1);
        assertThat(projects.err())
                .contains("error: no projects could be listed")
                .doesNotContain(KEY);
        assertThat(tagged.exitCode()).isEqualTo(1);
        assertThat(tagged.err()).contains("GetInferenceProfile").doesNotContain("unexpected");
    }

    @Test
    void what_the_policy_forbids_is_bad_input_and_aws_is_not_asked(KafkaSettings kafka) {
        CommandRun create = run(kafka, "profiles", "create", "--name", "", "--copy-from", "nova", "--tag", "aws:x=1");
        CommandRun tag = run(kafka, "projects", "tag", "nonsense", "--tag", "Team=ads");
        CommandRun malformed = run(kafka, "profiles", "tag", "p", "--tag", "Team");
        CommandRun keyless = SampleLedger.run(kafka, Map.of("AWS_REGION", "us-east-1"), "projects", "sync");

        assertThat(create.exitCode()).isEqualTo(2);
        assertThat(create.err()).contains("name is ", "source is ", "begins with aws:");
        assertThat(tag.exitCode()).isEqualTo(2);
        assertThat(tag.err()).contains("project id is \"nonsense\"");
        assertThat(malformed.exitCode()).isEqualTo(2);
        assertThat(malformed.err()).isEqualTo("bedrock-meter: error: --tag: found 'Team', expected KEY=VALUE\n");
        assertThat(keyless.exitCode()).isEqualTo(2);
        assertThat(keyless.err()).contains("API key is missing");
        assertThat(asked).isEmpty();
    }
}
