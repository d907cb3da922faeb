/** Tests of what {@code report} prints. */
@NullMarked
package io.bedrockmeter.standalone.report;

import org.jspecify.annotations.NullMarked;
