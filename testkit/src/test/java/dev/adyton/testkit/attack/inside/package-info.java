/** What runs inside the enclaves that attack their machine: everything that application code could think of. */
@NullMarked
package dev.adyton.testkit.attack.inside;

import org.jspecify.annotations.NullMarked;
