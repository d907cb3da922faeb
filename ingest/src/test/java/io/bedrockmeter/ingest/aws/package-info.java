/** Tests, against local endpoints that speak the wire protocols of the Bedrock control plane and of bedrock-mantle. */
@NullMarked
package io.bedrockmeter.ingest.aws;

import org.jspecify.annotations.NullMarked;
