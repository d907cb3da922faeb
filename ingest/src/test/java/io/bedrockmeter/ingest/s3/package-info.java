/** S3 delivery against an endpoint that lists and serves objects as S3 does. */
@NullMarked
package io.bedrockmeter.ingest.s3;

import org.jspecify.annotations.NullMarked;
