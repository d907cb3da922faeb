package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.config.InvalidConfigException;
import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.runtime.http.PathSet;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads API keys from a YAML file: {@code keys}, a list of {@code id}, {@code sha256} (64 hexadecimal digits of the key's
 * hash), {@code paths}, and where wanted {@code tags} (allowed values by tag key), {@code projects}, {@code profiles},
 * {@code recordsPerSecond}.
 */
final class KeyFile {

    private static final int HASH_DIGITS = 64;
    private static final int MOST_PER_SECOND = 1_000_000;
    private static final String HASH_EXPECTED =
            "the key's SHA-256 as 64 hexadecimal digits, as printed by: printf %s KEY | sha256sum";

    private KeyFile() {}

    /**
     * Reads a file.
     *
     * @param old keys in force so far: who keeps its rate keeps its account
     * @throws InvalidConfigException with every problem; a hash is never quoted
     */
    static KeyRing read(Path file, KeyRing old) {
        return Config.load(Optional.of(file), Map.of(), root -> ring(root, old)).value();
    }

    private static KeyRing ring(Section root, KeyRing old) {
        Set<String> ids = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        List<KeyRing.Key> keys = root.sections("keys", section -> key(section, ids, hashes, old));
        if (keys.isEmpty()) {
            root.problem("keys", "no key", "a list of keys, each with id, sha256 and paths");
        }
        return new KeyRing(keys);
    }

    private static KeyRing.Key key(Section section, Set<String> ids, Set<String> hashes, KeyRing old) {
        String id = section.text("id").orElse("");
        if (!id.matches("[A-Za-z0-9._-]{1,64}") || !ids.add(id)) {
            section.problem(
                    "id", "'" + id + "'", "1 to 64 letters, digits, dots, hyphens and underscores, each id once");
        }
        String digits = section.secret("sha256").map(Secret::reveal).orElse("");
        boolean isHash = digits.length() == HASH_DIGITS && digits.chars().allMatch(HexFormat::isHexDigit);
        if (!isHash) {
            section.problem("sha256", Secret.MASK, HASH_EXPECTED);
        } else if (!hashes.add(digits.toLowerCase(Locale.ROOT))) {
            section.problem("sha256", Secret.MASK, "each key once");
        }
        Set<String> paths = new LinkedHashSet<>(section.texts("paths"));
        PathSet pathSet = new PathSet(paths);
        if (!pathSet.isValid()) {
            section.problem("paths", paths.toString(), PathSet.EXPECTED);
        }
        TagScope scope = new TagScope(
                section.textsMap("tags"), Set.copyOf(section.texts("projects")), Set.copyOf(section.texts("profiles")));
        int perSecond = section.integer("recordsPerSecond", 0, 1, MOST_PER_SECOND);
        Optional<RateLimit> rate = perSecond == 0 ? Optional.empty() : Optional.of(rate(id, perSecond, old));
        Sender sender = new Sender(id, true, pathSet, scope, rate);
        if (scope.isLimited() && IntakeAccess.LOG_PATHS.stream().anyMatch(path -> sender.mayUse("POST", path))) {
            section.problem(
                    "paths", paths.toString(), "no path for logs where tags are limited: logs can name any profile");
        }
        return new KeyRing.Key(isHash ? HexFormat.of().parseHex(digits) : new byte[0], sender);
    }

    private static RateLimit rate(String id, int perSecond, KeyRing old) {
        return old.named(id)
                .flatMap(Sender::rate)
                .filter(rate -> rate.perSecond() == perSecond)
                .orElseGet(() -> new RateLimit(perSecond));
    }
}
