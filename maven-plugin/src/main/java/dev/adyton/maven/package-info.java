/** The Maven plugin: the goal {@code image} makes an enclave image of a module and what it needs at run time. */
@NullMarked
package dev.adyton.maven;

import org.jspecify.annotations.NullMarked;
