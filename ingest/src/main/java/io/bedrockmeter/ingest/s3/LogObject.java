package io.bedrockmeter.ingest.s3;

/**
 * An object with log records.
 *
 * @param key its key
 * @param version tells this content from a later one under the same key: the ETag
 */
record LogObject(String key, String version) {

    private static final String BODIES = "/data/";
    private static final String PERMISSION_CHECK = "permission-check";

    /** Whether a key is a log file: not a body that was off-loaded, and not the marker of the permission check. */
    static boolean isLog(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return !name.isEmpty()
                && !key.contains(BODIES)
                && !key.contains(PERMISSION_CHECK)
                && (name.endsWith(".json.gz") || name.endsWith(".json"));
    }
}
