/**
 * The provision server: brings images to this machine, has the launcher start enclaves of them and moves their records to and from
 * the clients. It is not trusted: it may drop or delay what passes through it, and holds no key and no session state.
 */
@NullMarked
package dev.adyton.relay;

import org.jspecify.annotations.NullMarked;
