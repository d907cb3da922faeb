/** How far ingest has come with its sources, as it reports: what the totals cannot tell while nothing arrives. */
@NullMarked
package io.bedrockmeter.metering.coverage;

import org.jspecify.annotations.NullMarked;
