package io.bedrockmeter.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, their change while the server runs, and the limit of connections. */
final class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void a_changed_certificate_is_served_to_new_connections_and_a_broken_one_is_not() throws Exception {
        TlsFiles files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        write(files, "first");
        HttpConfig config = HttpConfig.of("127.0.0.1", 0, "test.port").withTls(files);
        try (Server server =
                new Server(config, AccessCheck.OPEN, router -> router.get("/x").handler(c -> c.end("ok")))) {
            assertThat(subject(server.port())).isEqualTo("CN=first");

            write(files, "second");
            Awaitility.await().until(() -> subject(server.port()).equals("CN=second"));

            Files.writeString(files.certificate(), "no certificate");
            Awaitility.await()
                    .during(3, TimeUnit.SECONDS)
                    .until(() -> subject(server.port()).equals("CN=second"));
        }
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_room_is_made_by_those_that_leave() throws Exception {
        HttpConfig config = HttpConfig.of("127.0.0.1", 0, "test.port").withMaxConnections(2);
        try (Server server =
                new Server(config, AccessCheck.OPEN, router -> router.get("/x").handler(c -> c.end("ok")))) {
            try (Socket first = ask(server.port());
                    Socket second = ask(server.port());
                    Socket third = new Socket("127.0.0.1", server.port())) {
                assertThat(first.getInputStream().read()).isEqualTo('H');
                assertThat(second.getInputStream().read()).isEqualTo('H');
                third.setSoTimeout(10_000);
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }

            Awaitility.await().ignoreExceptions().until(() -> {
                try (Socket later = ask(server.port())) {
                    return later.getInputStream().read() == 'H';
                }
            });
        }
    }

    private static Socket ask(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String subject(int port) throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    /** Makes a certificate with the JDK's own tool. */
    private void write(TlsFiles files, String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Key key = keys.getKey("a", PASSWORD);
        Files.writeString(files.key(), pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(
                files.certificate(), pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    /** The certificates of this test are signed by nobody. */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
