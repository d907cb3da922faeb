package io.bedrockmeter.metering.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tags by IAM principal. A rule's pattern is a principal ARN in which {@code *} stands for any run of characters; the
 * first rule that matches the whole ARN gives its tags.
 */
public final class PrincipalMap {

    /** Nobody is mapped. */
    public static final PrincipalMap EMPTY = new PrincipalMap(List.of());

    /** One line of the map. */
    public record Rule(String pattern, Map<String, String> tags) {
        public Rule {
            tags = Map.copyOf(tags);
        }
    }

    private final List<Rule> rules;

    public PrincipalMap(List<Rule> rules) {
        this.rules = new ArrayList<>(rules);
    }

    /** The tags of a principal, empty when no rule matches. */
    public Map<String, String> tagsOf(String principalArn) {
        if (principalArn.isEmpty()) {
            return Map.of();
        }
        for (Rule rule : rules) {
            if (matches(rule.pattern(), principalArn)) {
                return rule.tags();
            }
        }
        return Map.of();
    }

    /** Wildcard match in linear space, without backtracking over more than one star at a time. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
