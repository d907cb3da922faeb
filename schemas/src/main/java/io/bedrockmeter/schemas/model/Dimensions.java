package io.bedrockmeter.schemas.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One combination of everything spend can be grouped by: the identity of a cell.
 *
 * @param tags taxonomy key to value in taxonomy order; every taxonomy key is present, {@link #UNATTRIBUTED} when nobody
 *     said
 * @param account AWS account id, or {@link #UNKNOWN}
 * @param region source Region
 * @param model base model id (ARN, geographic and {@code global.} prefix stripped); an application inference profile that
 *     is not known yet stands as its ARN
 * @param modelAsCalled the modelId as the caller passed it
 * @param scope {@code regional} or {@code global}
 * @param profile inference profile ARN or id the call went through, or {@link #NONE}
 * @param project Bedrock project id, or {@link #NONE}
 * @param principal IAM principal ARN of the caller without the session name, or {@link #UNKNOWN}
 * @param operation API operation
 * @param tier service tier priced
 */
public record Dimensions(
        Map<String, String> tags,
        String account,
        String region,
        String model,
        String modelAsCalled,
        String scope,
        String profile,
        String project,
        String principal,
        String operation,
        String tier) {

    /** The value of a tag that no source gave. */
    public static final String UNATTRIBUTED = "UNATTRIBUTED";

    /** The value of a dimension the record does not tell. */
    public static final String UNKNOWN = "UNKNOWN";

    /** The value of a dimension that does not apply. */
    public static final String NONE = "NONE";

    /** The value that collects what is over a configured cap. */
    public static final String OTHER = "OTHER";

    public Dimensions {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
