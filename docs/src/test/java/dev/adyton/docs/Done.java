package dev.adyton.docs;

/**
 * How a process ended.
 *
 * @param exit exit code
 * @param out all of standard output
 * @param err all of standard error
 */
record Done(int exit, String out, String err) {}
