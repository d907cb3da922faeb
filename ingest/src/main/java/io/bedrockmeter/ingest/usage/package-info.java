/** Token counts in the shapes in which Bedrock and the model vendors report them, folded into one convention. */
@NullMarked
package io.bedrockmeter.ingest.usage;

import org.jspecify.annotations.NullMarked;
