package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts alerts as JSON. {@code X-Bedrock-Meter-Signature: t=SECONDS,v1=HEX} carries the time and the HMAC-SHA256 of
 * {@code SECONDS.BODY} under the shared secret: the receiver computes it again, compares in constant time, and refuses what
 * is older than a few minutes. Any 2xx answer accepts; 408, 429 and 5xx are tried again, every other answer never. Redirects
 * are not followed. The address of the host is looked up and checked before each request.
 */
public final class WebhookNotifier implements Notifier {

    static final String SIGNATURE = "X-Bedrock-Meter-Signature";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST_GROUP = 50;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final WebhookConfig config;
    private final AlertLinks links;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param links where messages link to */
    public WebhookNotifier(WebhookConfig config, AlertLinks links) {
        this(config, links, Clock.systemUTC());
    }

    WebhookNotifier(WebhookConfig config, AlertLinks links, Clock clock) {
        this.config = config;
        this.links = links;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<String> destinations(Alert alert) {
        return List.of(config.destination());
    }

    @Override
    public int largestGroup() {
        return LARGEST_GROUP;
    }

    @Override
    public String send(List<Alert> alerts, String destination) throws NotificationFailedException {
        checkAddress();
        String body = AlertJson.text(alerts, links);
        HttpRequest request = HttpRequest.newBuilder(config.url())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header(SIGNATURE, signature(body))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            check(answer.statusCode());
            return "HTTP " + answer.statusCode();
        } catch (IOException e) {
            throw NotificationFailedException.temporary("cannot reach " + destination + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NotificationFailedException.temporary("interrupted while sending to " + destination, e);
        }
    }

    private void check(int status) throws NotificationFailedException {
        if (status / 100 == 2) {
            return;
        }
        String message = config.destination() + " answered HTTP " + status;
        boolean mayChange = status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
        throw mayChange
                ? NotificationFailedException.temporary(message, new IOException(message))
                : NotificationFailedException.permanent(message, null);
    }

    private void checkAddress() throws NotificationFailedException {
        if (config.allowPrivateAddresses()) {
            return;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(config.url().getHost())) {
                if (isPrivate(address)) {
                    throw NotificationFailedException.permanent(
                            config.destination() + " has the private address " + address.getHostAddress()
                                    + ", which alerts.webhook.allowPrivateAddresses does not allow",
                            null);
                }
            }
        } catch (UnknownHostException e) {
            throw NotificationFailedException.temporary("cannot find the host of " + config.destination(), e);
        }
    }

    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        boolean carrierGrade = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        boolean thisNetwork = bytes.length == 4 && bytes[0] == 0;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || carrierGrade
                || thisNetwork;
    }

    private String signature(String body) {
        long seconds = clock.instant().getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(config.secret().reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] digest = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
