/**
 * The enclave image: one file, {@code NAME.enclave}, that holds the jars of an enclave and a manifest. Its
 * {@link dev.adyton.image.Measurement} names exactly this content, whoever computes it. The format is described to the byte in
 * {@code docs/image.md}; the reader takes nothing else, so each content has exactly one file.
 */
@NullMarked
package dev.adyton.image;

import org.jspecify.annotations.NullMarked;
