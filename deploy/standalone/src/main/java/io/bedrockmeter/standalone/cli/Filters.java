package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.standalone.process.BadInputException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --filter K=V}, repeatable: different keys must all fit, of several values of one key any. */
final class Filters {

    private Filters() {}

    static Map<String, Set<String>> parse(List<String> filters) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 1) {
                throw new BadInputException("--filter: found '" + filter + "', expected KEY=VALUE");
            }
            values.computeIfAbsent(filter.substring(0, equals), key -> new LinkedHashSet<>())
                    .add(filter.substring(equals + 1));
        }
        return values;
    }
}
