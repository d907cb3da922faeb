package io.bedrockmeter.runtime.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key of a server, in PEM. Read again when they change; while what is there cannot be used, the old ones stay
 * in force.
 *
 * @param certificate file with the certificate, then those that signed it
 * @param key file with its private key (PKCS 8)
 */
public record TlsFiles(Path certificate, Path key) {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    /** @throws HttpUnavailableException when a file cannot be read */
    PemKeyCertOptions certificates(String settingKey) {
        try {
            return read();
        } catch (IOException e) {
            throw new HttpUnavailableException(
                    "cannot read certificate " + certificate + " or key " + key + " of the server at " + settingKey, e);
        }
    }

    FileWatch watch(Vertx vertx, HttpServer server) {
        return FileWatch.start(vertx, List.of(certificate, key), () -> reload(server));
    }

    private void reload(HttpServer server) {
        try {
            server.updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(read()))
                    .onSuccess(changed ->
                            LOG.atInfo().addKeyValue("certificate", certificate).log("certificate reloaded"))
                    .onFailure(this::keepOld);
        } catch (IOException e) {
            keepOld(e);
        }
    }

    private void keepOld(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("certificate", certificate)
                .addKeyValue("key", key)
                .addKeyValue("reason", cause.toString())
                .log("the changed certificate or key cannot be used, the old ones stay");
    }

    private PemKeyCertOptions read() throws IOException {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(Files.readAllBytes(certificate)))
                .addKeyValue(Buffer.buffer(Files.readAllBytes(key)));
    }
}
