package dev.adyton.enclave.launcher;

/**
 * One of the things that confine enclave processes or their launcher, on this machine.
 *
 * @param name in one word, e.g. {@code seccomp}
 * @param usable whether they can have it here
 * @param detail what it is, or why it is missing; one line
 */
public record SandboxLayer(String name, boolean usable, String detail) {}
