/**
 * The values that travel on the topics, as immutable records without any serialisation concern. A string that is absent
 * is empty, never null; a list or map that is absent is empty.
 */
@NullMarked
package io.bedrockmeter.schemas.model;

import org.jspecify.annotations.NullMarked;
