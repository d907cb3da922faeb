package io.bedrockmeter.ingest.cloudwatch;

import io.bedrockmeter.runtime.config.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log group that is tailed.
 *
 * @param logGroup its name, or its ARN where it belongs to another account that shares it
 * @param region its Region, for example {@code us-east-1}
 * @param roleArn role to assume for it, empty for the credentials of this process
 * @param externalId external id that the role asks for
 * @param from where to begin at the very first start; without it, the overlap before that start
 */
public record LogGroup(
        String logGroup, String region, Optional<String> roleArn, Optional<String> externalId, Optional<Instant> from) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_/.#-]{1,512}");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:logs:([a-z0-9-]+):(\\d{12}):log-group:([a-zA-Z0-9_/.#-]{1,512})(:\\*)?");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/.+");
    private static final String OWN_ACCOUNT = "own";

    public LogGroup {
        List<String> problems = new ArrayList<>();
        Matcher arn = ARN.matcher(logGroup);
        if (!arn.matches() && !NAME.matcher(logGroup).matches()) {
            problems.add("log group is \"" + logGroup + "\": expected its name or ARN");
        }
        if (!REGION.matcher(region).matches()) {
            problems.add("region of " + logGroup + " is \"" + region + "\": expected one such as us-east-1");
        } else if (arn.matches() && !arn.group(1).equals(region)) {
            problems.add("region of " + logGroup + " is " + region + ": expected that of its ARN");
        }
        roleArn.filter(role -> !ROLE.matcher(role).matches())
                .ifPresent(role -> problems.add("role of " + logGroup + " is \"" + role
                        + "\": expected an ARN such as arn:aws:iam::111122223333:role/name"));
        if (externalId.isPresent() && roleArn.isEmpty()) {
            problems.add("external id of " + logGroup + ": expected a role with it");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** A group of the own account, read from now on. */
    public static LogGroup of(String logGroup, String region) {
        return new LogGroup(logGroup, region, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Reads one item of {@code inputs.cloudWatch.groups}; empty when a problem was noted. */
    static Optional<LogGroup> read(Section section) {
        String group = section.text("logGroup", "");
        Optional<String> region = section.text("region").or(() -> regionOfArn(group));
        Optional<String> role = section.text("roleArn");
        Optional<String> externalId = section.text("externalId");
        Optional<Instant> from = section.parsed("from", "a time such as 2026-11-01T00:00:00Z", LogGroup::instant);
        try {
            return Optional.of(new LogGroup(group, region.orElse(""), role, externalId, from));
        } catch (IllegalArgumentException e) {
            section.problem("logGroup", "'" + group + "'", "a log group that can be tailed: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Its name, without the account and Region of an ARN. */
    public String name() {
        Matcher arn = ARN.matcher(logGroup);
        return arn.matches() ? arn.group(3) : logGroup;
    }

    /** The account it belongs to: that of its ARN or of its role, else {@code own}. */
    public String account() {
        Matcher arn = ARN.matcher(logGroup);
        if (arn.matches()) {
            return arn.group(2);
        }
        return roleArn.map(ROLE::matcher)
                .filter(Matcher::matches)
                .map(role -> role.group(1))
                .orElse(OWN_ACCOUNT);
    }

    /** Its name in checkpoints, invocations and dead letters: {@code cloudwatch:account:region:name}. */
    public String source() {
        return "cloudwatch:" + account() + ":" + region + ":" + name();
    }

    boolean isArn() {
        return ARN.matcher(logGroup).matches();
    }

    /** Its ARN as FilterLogEvents wants it, without the asterisk of policies. */
    String arn() {
        return logGroup.endsWith(":*") ? logGroup.substring(0, logGroup.length() - 2) : logGroup;
    }

    private static Optional<String> regionOfArn(String group) {
        Matcher arn = ARN.matcher(group);
        return arn.matches() ? Optional.of(arn.group(1)) : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
