/** What holds the process together: its parts and their end, its log, its console, its errors. */
@NullMarked
package io.bedrockmeter.standalone.process;

import org.jspecify.annotations.NullMarked;
