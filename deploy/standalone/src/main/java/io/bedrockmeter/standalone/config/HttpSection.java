package io.bedrockmeter.standalone.config;

import io.bedrockmeter.ingest.http.GroupCommitSettings;
import io.bedrockmeter.ingest.http.HttpIntakeConfig;
import io.bedrockmeter.ingest.http.IntakeLimits;
import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.TlsFiles;
import io.bedrockmeter.runtime.http.jwt.JwtConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code http} section: one server for questions about spend and for usage that comes in.
 *
 * @param server where it listens
 * @param keys file of API keys; without it and without tokens only this machine is answered
 * @param jwt whose tokens are believed, empty for nobody's
 * @param peerKey key that instances of metering share to ask each other
 * @param advertised {@code host:port} where other instances reach this server, empty for where it listens
 * @param publicUrl the server's URL as people reach it, for links in alerts; empty for no links
 * @param limits what a request that brings usage may be
 * @param commit how such requests share transactions
 */
public record HttpSection(
        HttpConfig server,
        Optional<Path> keys,
        Optional<JwtConfig> jwt,
        Optional<Secret> peerKey,
        Optional<String> advertised,
        Optional<URI> publicUrl,
        IntakeLimits limits,
        GroupCommitSettings commit) {

    /** How often the key file is looked at. */
    public static final Duration KEY_RELOAD = Duration.ofSeconds(2);

    static final String THIS_MACHINE = "127.0.0.1";
    static final int HIGHEST_PORT = 65_535;

    private static final int DEFAULT_PORT = 8_080;
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "[::1]");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s,:/]+:\\d{1,5}");

    /** For this machine only, with the documented limits. */
    public static HttpSection local(int port) {
        return new HttpSection(
                HttpConfig.of(THIS_MACHINE, port, "--http-port"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                IntakeLimits.DEFAULT,
                GroupCommitSettings.DEFAULT);
    }

    static HttpSection read(Section section) {
        String host = section.text("host", THIS_MACHINE);
        int port = section.integer("port", DEFAULT_PORT, 0, HIGHEST_PORT);
        Optional<Path> keys = section.path("keys");
        Optional<JwtConfig> jwt = JwtConfig.read(section.section("jwt"));
        if (keys.isEmpty() && jwt.isEmpty() && !isLoopback(host)) {
            section.problem(
                    "host",
                    "'" + host + "' without http.keys",
                    "a loopback address such as 127.0.0.1, or a file of API keys as http.keys, or tokens as http.jwt");
        }
        HttpConfig server = HttpConfig.of(host, port, "http.port")
                .withMaxConnections(section.integer(
                        "maxConnections",
                        HttpConfig.of(host, port, "http.port").maxConnections(),
                        1,
                        MOST_CONNECTIONS));
        return new HttpSection(
                tls(section).map(server::withTls).orElse(server),
                keys,
                jwt,
                section.secret("peerKey"),
                section.parsed(
                        "advertised",
                        "host:port",
                        text -> Optional.of(text)
                                .filter(address -> ADDRESS.matcher(address).matches())),
                section.parsed(
                        "publicUrl",
                        "an http or https URL without query, such as https://meter.example.com",
                        HttpSection::url),
                limits(section),
                commit(section));
    }

    /** How usage is taken in. */
    public HttpIntakeConfig intake(String instanceId) {
        return new HttpIntakeConfig(instanceId, keys, KEY_RELOAD, commit, limits);
    }

    /**
     * Where other instances reach this server, as {@code host:port}: as advertised, else where it listens, which for a wildcard
     * is the address of this machine.
     */
    public String address() {
        return advertised.orElseGet(
                () -> (WILDCARDS.contains(server.host()) ? ownAddress() : server.host()) + ":" + server.port());
    }

    private static String ownAddress() {
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return THIS_MACHINE;
        }
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            boolean plain = url.getQuery() == null && url.getFragment() == null && url.getUserInfo() == null;
            return web && plain && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<TlsFiles> tls(Section section) {
        Optional<Path> certificate = section.path("certificate");
        Optional<Path> privateKey = section.path("privateKey");
        if (certificate.isPresent() != privateKey.isPresent()) {
            section.problem(
                    certificate.isPresent() ? "certificate" : "privateKey",
                    "one of certificate and privateKey",
                    "both, or none of them");
        }
        return certificate.flatMap(chain -> privateKey.map(key -> new TlsFiles(chain, key)));
    }

    private static IntakeLimits limits(Section section) {
        IntakeLimits defaults = IntakeLimits.DEFAULT;
        int body = section.integer("maxBodyBytes", (int) defaults.maxBodyBytes(), KIB, (int) defaults.maxBodyBytes());
        int bodies = section.integer("maxBodiesBytes", (int) defaults.maxBodiesBytes(), MIB, Integer.MAX_VALUE);
        if (bodies < body) {
            section.problem("maxBodiesBytes", "'" + bodies + "'", "at least http.maxBodyBytes, " + body);
            return defaults;
        }
        return new IntakeLimits(
                body,
                defaults.maxInflatedBytes(),
                defaults.maxRecordBytes(),
                defaults.maxRatio(),
                bodies,
                section.duration(
                        "bodyTimeout", defaults.bodyPatience(), Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    private static GroupCommitSettings commit(Section section) {
        GroupCommitSettings defaults = GroupCommitSettings.DEFAULT;
        return new GroupCommitSettings(
                defaults.linger(),
                defaults.maxRecords(),
                section.integer("maxWaitingBytes", (int) defaults.maxWaitingBytes(), 8 * MIB, Integer.MAX_VALUE),
                section.duration("commitTimeout", defaults.patience(), Duration.ofMillis(100), Duration.ofMinutes(2)));
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.contains(host) || LOOPBACK_V4.matcher(host).matches();
    }
}
