/**
 * The same job in PostgreSQL: a row for each request, and upserts of the totals of its cell, in one transaction; one request
 * a statement or 500. Totals by tag value are a view over the totals by cell: PostgreSQL writes less than the others.
 */
@NullMarked
package io.bedrockmeter.bench.postgres;

import org.jspecify.annotations.NullMarked;
