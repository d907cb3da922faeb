/** Reads one Bedrock model invocation log record from bytes: exact paths only, bodies skipped, nothing ever thrown. */
@NullMarked
package io.bedrockmeter.ingest.log;

import org.jspecify.annotations.NullMarked;
