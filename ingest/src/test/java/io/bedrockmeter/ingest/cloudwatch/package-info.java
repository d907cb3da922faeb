/** The CloudWatch Logs tail against an endpoint that speaks the real protocol and fails in every way it can. */
@NullMarked
package io.bedrockmeter.ingest.cloudwatch;

import org.jspecify.annotations.NullMarked;
