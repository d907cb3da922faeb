package io.bedrockmeter.metering.export.focus;

import java.util.Map;

/** Who produced a model, by the first segment of its id. */
final class Publishers {

    private static final String AWS = "AWS";

    private static final Map<String, String> BY_PREFIX = Map.ofEntries(
            Map.entry("ai21", "AI21 Labs"),
            Map.entry("amazon", AWS),
            Map.entry("anthropic", "Anthropic"),
            Map.entry("cohere", "Cohere"),
            Map.entry("deepseek", "DeepSeek"),
            Map.entry("google", "Google"),
            Map.entry("luma", "Luma AI"),
            Map.entry("meta", "Meta"),
            Map.entry("minimax", "MiniMax"),
            Map.entry("mistral", "Mistral AI"),
            Map.entry("moonshot", "Moonshot AI"),
            Map.entry("moonshotai", "Moonshot AI"),
            Map.entry("nvidia", "NVIDIA"),
            Map.entry("openai", "OpenAI"),
            Map.entry("qwen", "Qwen"),
            Map.entry("stability", "Stability AI"),
            Map.entry("twelvelabs", "TwelveLabs"),
            Map.entry("writer", "Writer"),
            Map.entry("xai", "xAI"),
            Map.entry("zai", "Z.ai"));

    private Publishers() {}

    /** The producer of a base model; AWS, who sells it, where the id does not tell. */
    static String of(String model) {
        int dot = model.indexOf('.');
        return dot < 0 ? AWS : BY_PREFIX.getOrDefault(model.substring(0, dot), AWS);
    }
}
