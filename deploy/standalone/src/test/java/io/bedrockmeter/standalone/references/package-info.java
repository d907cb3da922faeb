/** Tests of the reference tables on a real broker, from AWS to the usage totals. */
@NullMarked
package io.bedrockmeter.standalone.references;

import org.jspecify.annotations.NullMarked;
