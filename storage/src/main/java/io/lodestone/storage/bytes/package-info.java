/**
 * Bytes in memory: writing and reading little-endian numbers, stop-bit integers, strings and
 * ranges, and the checksum over them.
 *
 * <p>This is the one door to Chronicle Bytes, whose on-heap buffers hold the bytes. When that
 * library cannot start in this process, plain arrays take over with the same bytes as result.
 * Nothing here knows a file.
 */
package io.lodestone.storage.bytes;
