package io.lodestone.segments.layout;

/**
 * One section of a segment.
 *
 * @param kind what it is
 * @param offset where it starts in the file
 * @param length its bytes
 * @param checksum CRC-32C of these bytes
 */
public record Section(SectionKind kind, long offset, long length, int checksum) {}
