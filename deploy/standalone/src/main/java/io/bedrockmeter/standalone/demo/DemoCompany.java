package io.bedrockmeter.standalone.demo;

import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.standalone.demo.Workload.Tagging;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Who calls what in the demonstration, and what is known about it beforehand. */
public final class DemoCompany {

    static final String ACCOUNT = "111122223333";

    private static final String PROFILES = "arn:aws:bedrock:us-east-1:" + ACCOUNT + ":application-inference-profile/";
    private static final String SEARCH_PROFILE = PROFILES + "w2m9jvmdyfej";
    private static final String SUPPORT_PROFILE = PROFILES + "p24qm5pye2qr";
    private static final String NEW_PROFILE = PROFILES + "k3v9x1m2q7wd";

    static final String RESEARCH_PROJECT = "proj_5d5ykleja6cwpirysbb7";

    private static final Map<String, String> SEARCH = tags("search", "assistant", "production", "CC-1001");
    private static final Map<String, String> SUPPORT = tags("support", "helpdesk", "production", "CC-2002");
    private static final Map<String, String> ADS = tags("ads", "copywriter", "production", "CC-3003");
    private static final Map<String, String> ADS_TRIAL = tags("ads", "copywriter", "staging", "CC-3003");
    private static final Map<String, String> PLATFORM = tags("platform", "code-review", "development", "CC-4004");
    private static final Map<String, String> RESEARCH = tags("research", "evaluation", "development", "CC-5005");

    private DemoCompany() {}

    static List<Workload> workloads() {
        return List.of(
                new Workload(
                        24,
                        SEARCH_PROFILE,
                        "ConverseStream",
                        "us-east-1",
                        "search-api",
                        Tagging.PROFILE,
                        SEARCH,
                        900,
                        420,
                        6_000),
                new Workload(
                        16,
                        SUPPORT_PROFILE,
                        "Converse",
                        "us-east-1",
                        "helpdesk",
                        Tagging.PROFILE,
                        SUPPORT,
                        1_500,
                        260,
                        2_500),
                new Workload(
                        14,
                        "us.amazon.nova-lite-v1:0",
                        "Converse",
                        "us-east-1",
                        "copywriter",
                        Tagging.TAG_EVENT,
                        ADS,
                        600,
                        350,
                        0),
                new Workload(
                        6,
                        "amazon.nova-micro-v1:0",
                        "InvokeModel",
                        "us-east-1",
                        "copywriter",
                        Tagging.TAG_EVENT,
                        ADS_TRIAL,
                        400,
                        200,
                        0),
                new Workload(
                        10,
                        "global.anthropic.claude-sonnet-4-6",
                        "InvokeModel",
                        "us-west-2",
                        "code-review",
                        Tagging.REQUEST_METADATA,
                        PLATFORM,
                        4_000,
                        900,
                        0),
                new Workload(
                        6,
                        "us.meta.llama3-3-70b-instruct-v1:0",
                        "InvokeModel",
                        "us-east-1",
                        "evaluation",
                        Tagging.TAG_EVENT,
                        RESEARCH,
                        2_000,
                        700,
                        0),
                new Workload(
                        6,
                        "openai.gpt-oss-120b-1:0",
                        "ChatCompletions",
                        "us-west-2",
                        "evaluation",
                        Tagging.PROJECT,
                        RESEARCH,
                        1_800,
                        800,
                        0),
                new Workload(
                        5, NEW_PROFILE, "Converse", "us-east-1", "pricing-bot", Tagging.PROFILE, Map.of(), 800, 300, 0),
                new Workload(
                        4,
                        "us.anthropic.claude-haiku-4-5-20251001-v1:0",
                        "Converse",
                        "us-east-1",
                        "notebook",
                        Tagging.NONE,
                        Map.of(),
                        700,
                        250,
                        0),
                new Workload(
                        1,
                        "acme.orca-large-v1:0",
                        "InvokeModel",
                        "us-east-1",
                        "evaluation",
                        Tagging.TAG_EVENT,
                        RESEARCH,
                        1_000,
                        500,
                        0));
    }

    /** Inference profiles that are known from the start. */
    public static List<Profile> profiles() {
        return List.of(
                profile(SEARCH_PROFILE, "search-assistant", "anthropic.claude-sonnet-4-6", SEARCH),
                profile(SUPPORT_PROFILE, "support-helpdesk", "anthropic.claude-haiku-4-5-20251001-v1:0", SUPPORT));
    }

    /** A profile that is used from the start, but only heard of later. */
    public static Profile newProfile() {
        return profile(
                NEW_PROFILE,
                "sales-pricing-bot",
                "amazon.nova-pro-v1:0",
                tags("sales", "pricing-bot", "production", "CC-6006"));
    }

    public static List<Project> projects() {
        return List.of(new Project(
                RESEARCH_PROJECT,
                "arn:aws:bedrock-mantle:us-west-2:" + ACCOUNT + ":project/" + RESEARCH_PROJECT,
                "research-evaluation",
                "active",
                List.of(new TagVersion(Instant.EPOCH, RESEARCH))));
    }

    private static Profile profile(String arn, String name, String baseModel, Map<String, String> tags) {
        List<TagVersion> history = List.of(new TagVersion(Instant.EPOCH, tags));
        return new Profile(arn, name, baseModel, Scope.REGIONAL, "ACTIVE", history);
    }

    private static Map<String, String> tags(String team, String application, String environment, String costCenter) {
        return Map.of(
                "Team", team,
                "Application", application,
                "Environment", environment,
                "CostCenter", costCenter,
                "Owner", team + "@example.com");
    }
}
