package dev.adyton.attestation.appraise;

/**
 * One rule of an appraisal.
 *
 * @param name what was looked at, e.g. {@code measurement}
 * @param passed whether it was as wanted
 * @param found in words or as a value
 * @param wanted in words or as a value
 */
public record Rule(String name, boolean passed, String found, String wanted) {}
