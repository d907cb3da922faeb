package io.bedrockmeter.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedAtTest {

    @Test
    void origins_of_files_name_path_and_line_whatever_is_inside() {
        assertThat(RefusedAt.parse("file:/logs/a b:c.json.gz:12"))
                .isEqualTo(new RefusedAt.File("/logs/a b:c.json.gz", 12));
        assertThat(RefusedAt.parse("file:/a.json:3:2#logEvents[7]")).isEqualTo(new RefusedAt.File("/a.json", 3));
        assertThat(RefusedAt.parse("file:/a.json:3[1]")).isEqualTo(new RefusedAt.File("/a.json", 3));
        assertThat(RefusedAt.parse("file:/a.json")).isEqualTo(new RefusedAt.File("/a.json", 0));
    }

    @Test
    void origins_of_objects_name_bucket_key_and_line() {
        assertThat(RefusedAt.parse("s3://logs/AWSLogs/1/a.json.gz:5"))
                .isEqualTo(new RefusedAt.StoredObject("logs", "AWSLogs/1/a.json.gz", 5));
    }

    @Test
    void origins_of_log_groups_name_the_event() {
        assertThat(RefusedAt.parse("cloudwatch:111122223333:eu-central-1:/aws/bedrock/x:3812"))
                .isEqualTo(new RefusedAt.LoggedEvent("111122223333", "eu-central-1", "/aws/bedrock/x", "3812"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "firehose:r#records[0]:1",
                "http:gateway",
                "bedrock.invocations.v1-0@7",
                "s3://x",
                "cloudwatch:a"
            })
    void everything_else_is_nowhere_and_says_why(String origin) {
        assertThat(RefusedAt.parse(origin))
                .isInstanceOfSatisfying(
                        RefusedAt.Nowhere.class,
                        nowhere -> assertThat(nowhere.why()).isNotBlank());
    }
}
