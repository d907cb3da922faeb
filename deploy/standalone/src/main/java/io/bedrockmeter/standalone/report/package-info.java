/** What {@code report} prints: an answer with its coverage as a table, JSON or CSV. Pure; reads and writes nothing else. */
@NullMarked
package io.bedrockmeter.standalone.report;

import org.jspecify.annotations.NullMarked;
