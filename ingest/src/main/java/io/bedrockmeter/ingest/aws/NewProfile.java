package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.refusal.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An application inference profile to create (API reference, CreateInferenceProfile).
 *
 * @param name 1 to 64 letters and digits, with single spaces, hyphens and underscores between them
 * @param description the same with up to 200 characters, empty for none
 * @param copyFrom ARN of the foundation model or of the AWS-defined profile to copy
 * @param tags its tags, in any spelling that the policy knows
 * @param clientRequestToken makes a repetition harmless: the same token creates one profile only; empty for a random one
 */
public record NewProfile(
        String name,
        String description,
        String copyFrom,
        Map<String, String> tags,
        Optional<String> clientRequestToken) {

    private static final Pattern TEXT = Pattern.compile("(?:[0-9a-zA-Z][ _-]?)+");
    private static final Pattern SOURCE = Pattern.compile(
            "arn:[a-z-]+:bedrock:[a-z0-9-]*:\\d*:(?:foundation-model|inference-profile)/[a-zA-Z0-9.:-]+");
    private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9](?:-*[a-zA-Z0-9])*");
    private static final int MAX_NAME = 64;
    private static final int MAX_DESCRIPTION = 200;
    private static final int MAX_TOKEN = 256;

    public NewProfile {
        tags = Map.copyOf(tags);
    }

    /** What AWS would refuse, tags apart. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        // Lengths first: the patterns are only matched against short texts.
        if (name.length() > MAX_NAME || !TEXT.matcher(name).matches()) {
            problems.add("name is " + Rejection.quote(name) + ": expected 1 to " + MAX_NAME
                    + " letters and digits, with single spaces, hyphens or underscores between them");
        }
        if (!description.isEmpty()
                && (description.length() > MAX_DESCRIPTION
                        || !TEXT.matcher(description).matches())) {
            problems.add("description is " + Rejection.quote(description) + ": expected up to " + MAX_DESCRIPTION
                    + " letters and digits, with single spaces, hyphens or underscores between them");
        }
        if (!SOURCE.matcher(copyFrom).matches()) {
            problems.add("source is " + Rejection.quote(copyFrom)
                    + ": expected an ARN of a foundation model or of an inference profile of AWS");
        }
        clientRequestToken
                .filter(token ->
                        token.length() > MAX_TOKEN || !TOKEN.matcher(token).matches())
                .ifPresent(token -> problems.add("client request token is " + Rejection.quote(token)
                        + ": expected 1 to " + MAX_TOKEN + " letters and digits, with hyphens between them"));
        return problems;
    }
}
