/** Tests against the real SDK clients, a local endpoint that speaks Bedrock's wire protocol, and the intake's own parser. */
@NullMarked
package io.bedrockmeter.client;

import org.jspecify.annotations.NullMarked;
