/**
 * Learns from AWS which inference profiles and projects exist and how they are tagged, and creates and tags them: the Bedrock
 * control plane through the AWS SDK, projects through the OpenAI-shaped API of bedrock-mantle. What is learned goes to the
 * reference tables, with the times from which tags hold.
 */
@NullMarked
package io.bedrockmeter.ingest.aws;

import org.jspecify.annotations.NullMarked;
