/**
 * How arrays of values become few bytes and come back: integers, doubles and text, in vectors of at
 * most 1,024 values.
 *
 * <p>Every vector can be decoded by itself. The package knows no file, no block, no column and no
 * checksum: bytes that no encoder wrote are a {@link
 * io.lodestone.segments.encoding.MalformedVectorException}, and who holds the file says where they
 * lie. Layouts: {@code docs/formats/encodings.md}.
 */
package io.lodestone.segments.encoding;
