package io.bedrockmeter.standalone.references;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One inference profile, one project and a few prices as the control planes of AWS tell them, for clients that are pointed to
 * it by {@code aws.endpointUrl}.
 */
public final class AwsServer implements AutoCloseable {

    public static final String PROFILE_ARN =
            "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456";
    public static final String MODEL_ARN = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0";
    public static final String PROJECT_ID = "proj_5d5ykleja6cwpirysbb7";

    private static final String PROFILE = """
            {"inferenceProfileName": "search", "inferenceProfileArn": "%s", "inferenceProfileId": "abc123def456",
             "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z", "status": "ACTIVE",
             "type": "APPLICATION", "models": [{"modelArn": "%s"}]}""".formatted(PROFILE_ARN, MODEL_ARN);
    private static final String PROJECT = """
            {"id": "%s", "object": "organization.project", "name": "search",
             "arn": "arn:aws:bedrock-mantle:us-east-1:111122223333:project/proj_5d5ykleja6cwpirysbb7",
             "created_at": 1767225600, "status": "active", "tags": {"Team": "search"}}""".formatted(PROJECT_ID);
    private static final Map<String, String> PROPERTIES = Map.of(
            "aws.accessKeyId", "AKIDEXAMPLE",
            "aws.secretAccessKey", "secret-canary",
            "aws.region", "us-east-1");

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger refuseWith = new AtomicInteger();
    private final List<String> pricePages = new CopyOnWriteArrayList<>();

    private AwsServer(HttpServer server) {
        this.server = server;
    }

    /** Starts, and points the SDK of this process to itself. */
    public static AwsServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            AwsServer aws = new AwsServer(http);
            http.createContext("/", aws::handle);
            http.start();
            PROPERTIES.forEach(System::setProperty);
            System.setProperty("aws.endpointUrl", aws.url());
            return aws;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it was asked: method, path and body. */
    public List<String> asked() {
        return asked;
    }

    /** Refuses everything from now on. */
    public void refuseWith(int status) {
        refuseWith.set(status);
    }

    /** GetProducts answers of the foundation models' service code, one page after the other; other codes have none. */
    public void prices(String... pages) {
        pricePages.addAll(List.of(pages));
    }

    @Override
    public void close() {
        PROPERTIES.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String route =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(route + " " + body);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        boolean prices = "AWSPriceListService.GetProducts"
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        int refusal = refuseWith.get();
        String text = !prices
                ? answer(route, query)
                : refusal == 0 ? page(body) : "{\"__type\": \"AccessDeniedException\", \"Message\": \"no\"}";
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(refusal == 0 ? 200 : refusal, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String page(String body) {
        if (!body.contains("\"AmazonBedrockFoundationModels\"")) {
            return "{\"FormatVersion\": \"aws_v1\", \"PriceList\": []}";
        }
        int page = 0;
        for (int i = 1; i < pricePages.size(); i++) {
            page = body.contains("\"NextToken\":\"page-" + i + "\"") ? i : page;
        }
        String next = page + 1 < pricePages.size() ? ", \"NextToken\": \"page-" + (page + 1) + "\"" : "";
        return "{\"FormatVersion\": \"aws_v1\", \"PriceList\": [" + pricePages.get(page) + "]" + next + "}";
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
}
