/** Tests of how the web page is served; what it does is tried in a browser in {@code deploy/standalone}. */
@NullMarked
package io.bedrockmeter.metering.web;

import org.jspecify.annotations.NullMarked;
