package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The Price List Query API in its JSON 1.1 protocol: one path, the operation in {@code X-Amz-Target}, errors by {@code
 * __type}. Refuses requests without a signature of version 4.
 */
final class FakePricing extends FakeEndpoint {

    private static final Pattern SIGNATURE =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/[a-z0-9-]+/pricing/aws4_request, .*"
                    + "Signature=[0-9a-f]{64}");

    private final Map<String, List<String>> products = new TreeMap<>();

    /** Bodies of the requests that were answered. */
    final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    /** Products per page, whatever the client asks for. */
    int pageSize = 100;

    /** Whether every page gives the same token. */
    boolean sameToken;

    /** Pages that are given before access is denied; -1 for no end. */
    int refuseAfterPages = -1;

    synchronized void put(String serviceCode, String sku, String regionCode) {
        ObjectNode product = object();
        product.putObject("product").put("sku", sku).putObject("attributes").put("regionCode", regionCode);
        products.computeIfAbsent(serviceCode, code -> new ArrayList<>()).add(product.toString());
    }

    @Override
    synchronized Answer answer(Asked request) throws Refused {
        if (!SIGNATURE.matcher(request.authorization()).matches()) {
            throw new Refused(400, "IncompleteSignatureException");
        }
        if (!request.method().equals("POST")
                || !request.path().equals("/")
                || !request.target().equals("AWSPriceListService.GetProducts")) {
            throw new Refused(400, "UnknownOperationException");
        }
        if (refuseAfterPages >= 0 && requests.size() >= refuseAfterPages) {
            throw new Refused(400, "AccessDeniedException");
        }
        requests.add(request.body());
        List<String> found = products
                .getOrDefault(request.body().path("ServiceCode").asText(), List.of())
                .stream()
                .filter(product -> fits(product, request.body().path("Filters")))
                .toList();
        int from = request.body().path("NextToken").asInt(0);
        int to = Math.min(from + pageSize, found.size());
        ObjectNode page = object().put("FormatVersion", "aws_v1");
        ArrayNode list = page.putArray("PriceList");
        found.subList(Math.min(from, to), to).forEach(list::add);
        if (sameToken) {
            page.put("NextToken", "0");
        } else if (to < found.size()) {
            page.put("NextToken", Integer.toString(to));
        }
        return Answer.ok(page);
    }

    private static boolean fits(String product, JsonNode filters) {
        for (JsonNode filter : filters) {
            if (!product.contains("\"" + filter.path("Field").asText() + "\":\""
                    + filter.path("Value").asText() + "\"")) {
                return false;
            }
        }
        return true;
    }

    @Override
    JsonNode refusal(HttpExchange exchange, String code) {
        return object().put("__type", "com.amazonaws.pricing#" + code).put("Message", "as a test wants it");
    }
}
