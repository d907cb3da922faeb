package io.bedrockmeter.standalone.config;

import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.runtime.http.HttpConfig;

/**
 * The {@code management} section: where {@code /livez}, {@code /readyz} and {@code /metrics} are served. Whoever reaches the
 * address may ask.
 *
 * @param server where it listens
 */
public record ManagementSection(HttpConfig server) {

    private static final int DEFAULT_PORT = 9_464;

    static ManagementSection read(Section section) {
        String host = section.text("host", HttpSection.THIS_MACHINE);
        int port = section.integer("port", DEFAULT_PORT, 0, HttpSection.HIGHEST_PORT);
        return new ManagementSection(HttpConfig.of(host, port, "management.port"));
    }
}
