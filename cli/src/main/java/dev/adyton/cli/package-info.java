/**
 * The {@code adyton} command. Results go to standard output, everything else to standard error; exit codes are 0 (done), 1 (failed) and
 * 2 (bad usage), as {@code docs/cli.md} describes.
 */
@NullMarked
package dev.adyton.cli;

import org.jspecify.annotations.NullMarked;
