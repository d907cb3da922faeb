/** What is said about input that is refused: code, field, reason, origin. Never content of a request or an answer. */
@NullMarked
package io.bedrockmeter.ingest.refusal;

import org.jspecify.annotations.NullMarked;
