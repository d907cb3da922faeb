package io.bedrockmeter.schemas.model;

import java.util.Set;

/**
 * What a {@code modelId} as called says about the model behind it. The log holds whatever the caller passed: a model id,
 * a system profile id, or any of the ARNs that the runtime API accepts ({@code modelId} of InvokeModel and Converse).
 *
 * @param baseModel model id without ARN, geographic or {@code global.} prefix: the key of rate cards; empty where the
 *     identifier does not tell it (application inference profiles, provisioned and imported models, prompts)
 * @param scope {@link Scope#GLOBAL} only through a {@code global.} profile
 * @param kind what was called
 * @param account owner account of an ARN that names one, else empty
 * @param profile id of the system profile ({@code us.anthropic.claude-sonnet-4-6}, also when called by ARN) or ARN of the
 *     application inference profile the call went through, else empty
 */
public record ModelIdentity(String baseModel, Scope scope, Kind kind, String account, String profile) {

    /** What kind of resource was called. */
    public enum Kind {
        /** A foundation model in the Region of the call. */
        FOUNDATION_MODEL,
        /** A cross-Region inference profile that AWS defines. */
        SYSTEM_PROFILE,
        /** An inference profile of the customer; only the profiles table knows its model. */
        APPLICATION_PROFILE,
        PROVISIONED_MODEL,
        /** A custom model or a deployment of one. */
        CUSTOM_MODEL,
        IMPORTED_MODEL,
        /** A prompt of prompt management. */
        PROMPT,
        PROMPT_ROUTER,
        /** A SageMaker endpoint behind Bedrock Marketplace. */
        ENDPOINT,
        /** An ARN of any other form, or nothing at all. */
        UNKNOWN_RESOURCE
    }

    private static final String GLOBAL_PREFIX = "global";

    /**
     * First segments that are providers, never geographies. Only a guard for ids such as {@code deepseek.v3.x} whose model
     * name has a dot: a provider that is missing here is still recognised by the shape of what follows.
     */
    private static final Set<String> PROVIDERS = Set.of(
            "ai21",
            "amazon",
            "anthropic",
            "cohere",
            "deepseek",
            "google",
            "luma",
            "meta",
            "minimax",
            "mistral",
            "moonshot",
            "moonshotai",
            "nvidia",
            "openai",
            "qwen",
            "stability",
            "twelvelabs",
            "writer",
            "xai",
            "zai");

    /** Splits what the caller passed; never fails, whatever the text. */
    public static ModelIdentity of(String modelIdAsCalled) {
        if (modelIdAsCalled.startsWith("arn:")) {
            return ofArn(modelIdAsCalled);
        }
        return modelIdAsCalled.isEmpty() ? unknown("") : ofId(modelIdAsCalled, "");
    }

    /** A model id or the id of a system profile. */
    private static ModelIdentity ofId(String id, String account) {
        int dot = id.indexOf('.');
        if (dot <= 0 || PROVIDERS.contains(id.substring(0, dot)) || !looksLikeModel(id, dot + 1)) {
            return new ModelIdentity(id, Scope.REGIONAL, Kind.FOUNDATION_MODEL, account, "");
        }
        boolean global = dot == GLOBAL_PREFIX.length() && id.startsWith(GLOBAL_PREFIX);
        return new ModelIdentity(
                id.substring(dot + 1), global ? Scope.GLOBAL : Scope.REGIONAL, Kind.SYSTEM_PROFILE, account, id);
    }

    /** Whether the text from {@code start} has the shape {@code provider.model}, the provider without a hyphen. */
    private static boolean looksLikeModel(String id, int start) {
        int dot = id.indexOf('.', start);
        if (dot < start + 2 || dot + 1 >= id.length() || !isLetter(id.charAt(start)) || !isLetter(id.charAt(dot + 1))) {
            // The model name of a known provider may begin with a digit.
            return dot > start && dot + 1 < id.length() && PROVIDERS.contains(id.substring(start, dot));
        }
        for (int i = start; i < dot; i++) {
            char c = id.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:TYPE/REST}, the rest with colons of its own. */
    private static ModelIdentity ofArn(String arn) {
        int accountStart = afterColons(arn, 4);
        int resourceStart = afterColons(arn, 5);
        int slash = resourceStart < 0 ? -1 : arn.indexOf('/', resourceStart);
        if (slash < 0 || slash + 1 == arn.length()) {
            return unknown("");
        }
        String account = arn.substring(accountStart, resourceStart - 1);
        String type = arn.substring(resourceStart, slash);
        String name = arn.substring(slash + 1);
        return switch (type) {
            case "foundation-model" -> new ModelIdentity(name, Scope.REGIONAL, Kind.FOUNDATION_MODEL, account, "");
            case "inference-profile" -> ofSystemProfile(name, account);
            case "application-inference-profile" ->
                new ModelIdentity("", Scope.REGIONAL, Kind.APPLICATION_PROFILE, account, arn);
            case "provisioned-model" -> opaque(Kind.PROVISIONED_MODEL, account);
            case "custom-model" ->
                new ModelIdentity(customisedModel(name), Scope.REGIONAL, Kind.CUSTOM_MODEL, account, "");
            case "custom-model-deployment" -> opaque(Kind.CUSTOM_MODEL, account);
            case "imported-model" -> opaque(Kind.IMPORTED_MODEL, account);
            case "prompt" -> opaque(Kind.PROMPT, account);
            case "prompt-router", "default-prompt-router" -> opaque(Kind.PROMPT_ROUTER, account);
            case "endpoint" -> opaque(Kind.ENDPOINT, account);
            default -> unknown(account);
        };
    }

    /** Position after the given number of colons, -1 when there are fewer. */
    private static int afterColons(String arn, int count) {
        int position = 0;
        for (int i = 0; i < count; i++) {
            int colon = arn.indexOf(':', position);
            if (colon < 0) {
                return -1;
            }
            position = colon + 1;
        }
        return position;
    }

    /** The call went through a profile, whatever its prefix looks like. */
    private static ModelIdentity ofSystemProfile(String profileId, String account) {
        ModelIdentity identity = ofId(profileId, account);
        return identity.kind() == Kind.SYSTEM_PROFILE
                ? identity
                : new ModelIdentity(identity.baseModel(), Scope.REGIONAL, Kind.SYSTEM_PROFILE, account, profileId);
    }

    /** {@code BASE/ID}: the model that was customised, empty where only an id is given. */
    private static String customisedModel(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static ModelIdentity opaque(Kind kind, String account) {
        return new ModelIdentity("", Scope.REGIONAL, kind, account, "");
    }

    private static ModelIdentity unknown(String account) {
        return opaque(Kind.UNKNOWN_RESOURCE, account);
    }
}
