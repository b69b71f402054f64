/**
 * Certificates, keys and tokens in files. What others may write to, and secrets that others may read, are refused. Each file is looked at
 * whenever it is used and read again when it has changed; while what is there is broken, what was read before stays in force and a
 * warning is logged, so that a mistake neither lets anybody in nor throws anybody out.
 */
@NullMarked
package dev.adyton.credentials;

import org.jspecify.annotations.NullMarked;
