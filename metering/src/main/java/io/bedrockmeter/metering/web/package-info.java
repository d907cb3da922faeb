/**
 * The web page: files of the class path over HTTP, nothing else. What the page shows it asks of {@code /v1}, as everybody does; no
 * number is made here.
 */
@NullMarked
package io.bedrockmeter.metering.web;

import org.jspecify.annotations.NullMarked;
