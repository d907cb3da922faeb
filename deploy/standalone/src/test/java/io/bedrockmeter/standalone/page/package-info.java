/** The web page in a real browser on a real process; nothing is replaced but the person. Left out where there is no Chromium. */
@NullMarked
package io.bedrockmeter.standalone.page;

import org.jspecify.annotations.NullMarked;
