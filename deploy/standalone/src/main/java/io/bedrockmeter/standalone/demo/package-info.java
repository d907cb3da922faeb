/**
 * The demonstration: plausible Bedrock traffic of a company that does not exist, as the bytes AWS would log, and the live
 * view of what is made of it. Knows nothing about how it is metered.
 */
@NullMarked
package io.bedrockmeter.standalone.demo;

import org.jspecify.annotations.NullMarked;
