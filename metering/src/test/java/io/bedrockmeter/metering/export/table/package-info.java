/** Specs of table files, read back by an independent reader. */
@NullMarked
package io.bedrockmeter.metering.export.table;

import org.jspecify.annotations.NullMarked;
