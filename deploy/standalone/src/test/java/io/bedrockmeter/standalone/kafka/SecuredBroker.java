package io.bedrockmeter.standalone.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** A broker that takes nobody without credentials: SASL, with one user of SCRAM-SHA-256. */
public final class SecuredBroker implements AutoCloseable {

    public static final String USER = "meter";
    public static final String PASSWORD = "correct horse";

    private static final String ADMIN_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"admin\" password=\"admin-secret\" user_admin=\"admin-secret\";";

    private final DataDirectory directory = DataDirectory.temporary();
    private final EmbeddedKafka kafka;

    public SecuredBroker() throws InterruptedException, ExecutionException {
        String broker = "listener.name." + Listeners.BROKER.toLowerCase(Locale.ROOT);
        kafka = EmbeddedKafka.start(
                0,
                directory.kafka(),
                Map.of(
                        "listener.security.protocol.map",
                        Listeners.BROKER + ":SASL_PLAINTEXT," + Listeners.CONTROLLER + ":PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "PLAIN,SCRAM-SHA-256",
                        "sasl.mechanism.inter.broker.protocol",
                        "PLAIN",
                        broker + ".plain.sasl.jaas.config",
                        ADMIN_LOGIN,
                        broker + ".scram-sha-256.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                fault -> {
                    throw new AssertionError("the embedded broker failed: " + fault);
                });
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                ADMIN_LOGIN))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096), PASSWORD)))
                    .all()
                    .get();
        }
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Client properties for the user, with a password that may be wrong. */
    public static Map<String, String> login(String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\";");
    }

    @Override
    public void close() {
        kafka.close();
        directory.close();
    }
}
