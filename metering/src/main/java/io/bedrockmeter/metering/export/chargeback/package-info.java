/**
 * The monthly chargeback report: what each cost centre spent, on which applications, environments and models, as a table
 * and as a page to read and print.
 */
@NullMarked
package io.bedrockmeter.metering.export.chargeback;

import org.jspecify.annotations.NullMarked;
