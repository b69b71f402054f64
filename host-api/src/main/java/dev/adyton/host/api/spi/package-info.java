/** For those who write a backend: start an enclave somewhere and give the way to it. */
@NullMarked
package dev.adyton.host.api.spi;

import org.jspecify.annotations.NullMarked;
