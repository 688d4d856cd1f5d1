package io.lodestone.server.parquet;

/**
 * What the values of a chunk lie between.
 *
 * @param least in the encoding PLAIN
 * @param greatest in the encoding PLAIN
 */
record ValueRange(byte[] least, byte[] greatest) {}
