/**
 * Records: the lowest layer that all backends share. A record is 1 byte to {@link dev.adyton.records.Records#MAX_RECORD_BYTES}
 * bytes that arrive as they were sent, in order, once. The untrusted relay works at this layer and no higher.
 */
@NullMarked
package dev.adyton.records;

import org.jspecify.annotations.NullMarked;
