/**
 * Tags the Bedrock calls of a Java program and reports them to bedrock-meter. Knows the AWS SDK and the JDK; nothing of the
 * services. Whatever goes wrong here never reaches the call: it is counted, and told in one log line a minute.
 */
@NullMarked
package io.bedrockmeter.client;

import org.jspecify.annotations.NullMarked;
