/** The documentation, executed, and the command as a user meets it: real processes, real files, real sockets. */
@NullMarked
package dev.adyton.docs;

import org.jspecify.annotations.NullMarked;
