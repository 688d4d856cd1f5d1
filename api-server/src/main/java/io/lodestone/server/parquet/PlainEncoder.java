package io.lodestone.server.parquet;

/** Values whose bytes are the page's as soon as they are added. */
abstract class PlainEncoder extends ValueEncoder {
  /** The values since the last page. */
  final GrowingBuffer plain = new GrowingBuffer();

  @Override
  final int size() {
    return plain.length();
  }

  @Override
  final Encoding endPage(GrowingBuffer page) {
    page.putAll(plain);
    plain.clear();
    return Encoding.PLAIN;
  }

  @Override
  void endChunk() {}
}
