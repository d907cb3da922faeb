/** Tests of the embedded broker, and the annotation that lends one to other tests. */
@NullMarked
package io.bedrockmeter.standalone.kafka;

import org.jspecify.annotations.NullMarked;
