package io.lodestone.server.http;

import java.util.Objects;

/**
 * Some bytes of an array. Immutable by agreement: nobody changes them any more.
 *
 * @param array holds them, and perhaps others
 * @param offset where in it they begin
 * @param length how many, 0 or more
 */
public record ByteRange(byte[] array, int offset, int length) {
  public ByteRange {
    Objects.checkFromIndexSize(offset, length, array.length);
  }
}
