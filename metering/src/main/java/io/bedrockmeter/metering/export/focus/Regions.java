package io.bedrockmeter.metering.export.focus;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** Display names of AWS Regions. */
final class Regions {

    private static final String RESOURCE = "/export/aws-regions.properties";
    private static final Properties NAMES = load();

    private Regions() {}

    /** The display name, or the code itself for a Region that is not known. */
    static String name(String code) {
        return NAMES.getProperty(code, code);
    }

    private static Properties load() {
        Properties names = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(Regions.class.getResourceAsStream(RESOURCE), RESOURCE),
                StandardCharsets.UTF_8)) {
            names.load(in);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
