package dev.adyton.enclave.runtime;

/**
 * One file of a jar, as the jar's directory states it.
 *
 * @param name its full name in the jar
 * @param header where its own header begins, in bytes from the jar's begin
 * @param method how it is compressed, {@link #STORED} or {@link #DEFLATED} once the {@link JarBudget} has let it through
 * @param compressedBytes length in the jar
 * @param sizeBytes length of the content
 * @param crc32 of the content
 */
record JarEntry(String name, long header, int method, long compressedBytes, long sizeBytes, int crc32) {
    static final int STORED = 0;
    static final int DEFLATED = 8;
}
