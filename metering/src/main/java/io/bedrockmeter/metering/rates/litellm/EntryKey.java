package io.bedrockmeter.metering.rates.litellm;

import io.bedrockmeter.schemas.model.ModelIdentity;
import io.bedrockmeter.schemas.model.ModelIdentity.Kind;
import io.bedrockmeter.schemas.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a key of the file names. */
sealed interface EntryKey {

    /** {@code anthropic.claude-sonnet-4-6}. */
    record Bare(String model) implements EntryKey {}

    /** {@code bedrock/anthropic.claude-x} or {@code bedrock_mantle/openai.gpt-x}: an API of LiteLLM, not a Region. */
    record Routed(String model) implements EntryKey {}

    /** {@code global.anthropic.claude-sonnet-4-6}. */
    record Global(String model) implements EntryKey {}

    /** {@code eu.anthropic.claude-sonnet-4-6}, with the Regions whose calls it prices. */
    record Geographic(String model, List<String> regions) implements EntryKey {}

    /** {@code bedrock/eu-west-1/meta.llama3-8b-instruct-v1:0}. */
    record Regional(String model, String region) implements EntryKey {}

    /** A key that becomes no rate card. */
    record Skipped(String reason) implements EntryKey {}

    /**
     * Source Regions of the geographic profiles. Japan and Australia are two Regions each and part of {@code ap}, so they
     * are named; everywhere else the geography is the start of the Region's name.
     */
    Map<String, List<String>> GEOGRAPHIES = Map.of(
            "us", List.of("us-*"),
            "us-gov", List.of("us-gov-*"),
            "ca", List.of("ca-*"),
            "eu", List.of("eu-*"),
            "apac", List.of("ap-*"),
            "jp", List.of("ap-northeast-1", "ap-northeast-3"),
            "au", List.of("ap-southeast-2", "ap-southeast-4"));

    Pattern ROUTE = Pattern.compile("(bedrock|bedrock_mantle|bedrock_converse)/(?<rest>[^/]+)");

    Pattern REGION = Pattern.compile("bedrock/(?<region>[a-z]{2,8}(-[a-z]{1,16}){1,3}-[0-9]{1,2})/(?<model>[^/]+)");

    /** What the key names; never fails. */
    static EntryKey of(String key) {
        if (key.contains("-commitment/")) {
            return new Skipped("price of committed throughput, billed by the hour");
        }
        if (key.contains("-steps/")) {
            return new Skipped("price by image size and steps, which the log does not tell");
        }
        Matcher region = REGION.matcher(key);
        if (region.matches()) {
            return isModel(region.group("model"))
                    ? new Regional(region.group("model"), region.group("region"))
                    : new Skipped("names no model id of Bedrock");
        }
        Matcher route = ROUTE.matcher(key);
        if (route.matches()) {
            return isModel(route.group("rest"))
                    ? new Routed(route.group("rest"))
                    : new Skipped("repeats " + route.group("rest"));
        }
        return key.contains("/") ? new Skipped("unknown form of key") : ofId(key);
    }

    private static EntryKey ofId(String id) {
        if (isModel(id)) {
            return new Bare(id);
        }
        ModelIdentity identity = ModelIdentity.of(id);
        if (identity.kind() != Kind.SYSTEM_PROFILE || !isModel(identity.baseModel())) {
            return new Skipped("names no model id of Bedrock");
        }
        if (identity.scope() == Scope.GLOBAL) {
            return new Global(identity.baseModel());
        }
        String geography = id.substring(0, id.indexOf('.'));
        List<String> regions = GEOGRAPHIES.get(geography);
        return regions == null
                ? new Skipped("unknown geography " + geography)
                : new Geographic(identity.baseModel(), regions);
    }

    /** Whether a text is a base model id with its provider; {@code name@date} is Google's way to write them. */
    private static boolean isModel(String id) {
        return id.indexOf('.') > 0
                && id.indexOf('@') < 0
                && ModelIdentity.of(id).kind() == Kind.FOUNDATION_MODEL;
    }
}
