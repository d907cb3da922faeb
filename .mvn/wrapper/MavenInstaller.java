import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches a Maven distribution, verifies its SHA-512 and unpacks it. The directory appears whole or not at all, so
 * several builds may start at once. Called by mvnw and mvnw.cmd: {@code java MavenInstaller.java URL SHA512 DIRECTORY}.
 */
final class MavenInstaller {

    private static final String CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(15);

    private MavenInstaller() {}

    public static void main(String[] args) {
        if (args.length != 3) {
            fail("usage: java MavenInstaller.java URL SHA512 DIRECTORY");
        }
        Path home = Path.of(args[2]).toAbsolutePath();
        if (Files.isRegularFile(home.resolve("bin").resolve("mvn"))) {
            return;
        }
        try {
            install(source(args[0]), args[1], home);
        } catch (InterruptedException e) {
            fail("interrupted");
        } catch (FileSystemException e) {
            fail("cannot write " + e.getFile() + ": " + e.getClass().getSimpleName()
                    + "; set MAVEN_USER_HOME to a writable directory");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            fail("cannot install Maven from " + args[0] + ": " + reason(e)
                    + "; behind a proxy set https_proxy, with a mirror set MVNW_REPOURL");
        }
    }

    /** The address to download from: that of a mirror, where one is named. */
    private static URI source(String url) {
        String mirror = System.getenv("MVNW_REPOURL");
        if (mirror == null || mirror.isBlank()) {
            return URI.create(url);
        }
        if (!url.startsWith(CENTRAL + "/")) {
            throw new IllegalArgumentException("MVNW_REPOURL is set, but the distribution is not on " + CENTRAL);
        }
        return URI.create(mirror.replaceAll("/+$", "") + url.substring(CENTRAL.length()));
    }

    private static void install(URI source, String sha512, Path home)
            throws IOException, InterruptedException, GeneralSecurityException {
        Files.createDirectories(home.getParent());
        Path work = Files.createTempDirectory(home.getParent(), ".part-");
        try {
            System.err.println("mvnw: downloading " + source);
            Path zip = work.resolve("maven.zip");
            download(source, zip);
            verify(zip, sha512);
            publish(unpack(zip, work.resolve("unpacked")), home);
        } finally {
            deleteTree(work);
        }
    }

    private static void download(URI source, Path target) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(DOWNLOAD_TIMEOUT);
        String user = System.getenv("MVNW_USERNAME");
        String password = System.getenv("MVNW_PASSWORD");
        if (user != null && password != null) {
            String credentials = user + ":" + password;
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        HttpResponse<Path> response = client(source).send(request.build(), HttpResponse.BodyHandlers.ofFile(target));
        if (response.statusCode() != 200) {
            throw new IOException("the server answered " + response.statusCode());
        }
    }

    private static HttpClient client(URI source) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL);
        proxyFor(source).ifPresent(proxy -> {
            int port = proxy.getPort() > 0 ? proxy.getPort() : 80;
            client.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), port)));
            if (proxy.getUserInfo() != null) {
                // The JDK refuses to send a password through a tunnel unless told otherwise.
                System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
                client.authenticator(credentials(proxy.getUserInfo()));
            }
        });
        return client.build();
    }

    private static Optional<URI> proxyFor(URI source) {
        for (String exempt : environment("no_proxy").orElse("").split("[,\\s]+")) {
            String host = exempt.startsWith(".") ? exempt.substring(1) : exempt;
            if (exempt.equals("*") || source.getHost().equals(host)
                    || (!host.isEmpty() && source.getHost().endsWith("." + host))) {
                return Optional.empty();
            }
        }
        return environment(source.getScheme() + "_proxy")
                .or(() -> environment("all_proxy"))
                .map(proxy -> URI.create(proxy.contains("://") ? proxy : "http://" + proxy));
    }

    private static Optional<String> environment(String lowerCaseName) {
        return Stream.of(lowerCaseName, lowerCaseName.toUpperCase(Locale.ROOT))
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    private static Authenticator credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(user, password.toCharArray())
                        : null;
            }
        };
    }

    private static void verify(Path zip, String expected) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-512");
        digest.update(Files.readAllBytes(zip));
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equalsIgnoreCase(expected)) {
            throw new IOException("SHA-512 is " + actual + ", expected " + expected);
        }
    }

    /** Unpacks and returns the one directory at the top of the archive. */
    private static Path unpack(Path zip, Path target) throws IOException {
        try (ZipInputStream archive = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive holds a path outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    write(archive, path);
                }
            }
        }
        try (Stream<Path> top = Files.list(target)) {
            return top.filter(path -> Files.isRegularFile(path.resolve("bin").resolve("mvn")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the archive holds no bin/mvn"));
        }
    }

    private static void write(InputStream content, Path path) throws IOException {
        Files.createDirectories(path.getParent());
        Files.copy(content, path);
        // java.util.zip does not tell permissions; in this archive exactly the scripts in bin need them.
        if (path.getParent().endsWith("bin") && !path.getFileName().toString().contains(".")) {
            path.toFile().setExecutable(true, false);
        }
    }

    /** Moves the directory to its place in one step; whoever comes second keeps what the first put there. */
    private static void publish(Path unpacked, Path home) throws IOException {
        try {
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isRegularFile(home.resolve("bin").resolve("mvn"))) {
                throw e;
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void fail(String message) {
        System.err.println("mvnw: error: " + message);
        System.exit(1);
    }
}
