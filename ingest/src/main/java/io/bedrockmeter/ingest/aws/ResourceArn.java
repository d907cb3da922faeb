package io.bedrockmeter.ingest.aws;

import java.util.Optional;

/**
 * An ARN of an inference profile or project: {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:TYPE/ID}.
 *
 * @param owner the Region and account it belongs to
 * @param type the kind of resource, for example {@code application-inference-profile}
 */
record ResourceArn(Owner owner, String type) {

    private static final int PARTS = 6;

    /** Who holds a resource. */
    record Owner(String region, String account) {}

    static Optional<ResourceArn> parse(String text) {
        String[] parts = text.split(":", PARTS);
        if (parts.length < PARTS || !parts[0].equals("arn")) {
            return Optional.empty();
        }
        int slash = parts[5].indexOf('/');
        return slash <= 0
                ? Optional.empty()
                : Optional.of(new ResourceArn(new Owner(parts[3], parts[4]), parts[5].substring(0, slash)));
    }
}
