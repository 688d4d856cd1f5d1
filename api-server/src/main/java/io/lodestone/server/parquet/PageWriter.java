package io.lodestone.server.parquet;

import java.util.zip.CRC32;

/** Compresses the bodies of pages and puts headers before them. For all columns of a file. */
final class PageWriter {
  private static final int DATA_PAGE = 0;
  private static final int DICTIONARY_PAGE = 2;

  // Fields of PageHeader.
  private static final int TYPE = 1;
  private static final int UNCOMPRESSED_SIZE = 2;
  private static final int COMPRESSED_SIZE = 3;
  private static final int CHECKSUM = 4;
  private static final int DATA_PAGE_HEADER = 5;
  private static final int DICTIONARY_PAGE_HEADER = 7;

  // Fields of DataPageHeader and of DictionaryPageHeader.
  private static final int VALUES = 1;
  private static final int ENCODING = 2;
  private static final int DEFINITION_ENCODING = 3;
  private static final int REPETITION_ENCODING = 4;

  private final ParquetCompression compression;
  private final GzipCompressor gzip = new GzipCompressor();
  private final GrowingBuffer compressed = new GrowingBuffer();
  private final CRC32 checksum = new CRC32();

  PageWriter(ParquetCompression compression) {
    this.compression = compression;
  }

  /**
   * Appends a page of levels and values.
   *
   * @return bytes of header and body before compression
   */
  int writeValues(GrowingBuffer body, int entries, Encoding encoding, GrowingBuffer target) {
    GrowingBuffer stored = compress(body);
    int start = target.length();
    ThriftCompactWriter header = beginHeader(DATA_PAGE, body, stored, target);
    header.beginStruct(DATA_PAGE_HEADER);
    header.putInt(VALUES, entries);
    header.putInt(ENCODING, encoding.code());
    header.putInt(DEFINITION_ENCODING, Encoding.RLE.code());
    header.putInt(REPETITION_ENCODING, Encoding.RLE.code());
    header.endStruct();
    return endPage(header, start, body, stored, target);
  }

  /**
   * Appends the page of a dictionary.
   *
   * @return bytes of header and body before compression
   */
  int writeDictionary(TextDictionary dictionary, GrowingBuffer target) {
    GrowingBuffer body = dictionary.entries();
    GrowingBuffer stored = compress(body);
    int start = target.length();
    ThriftCompactWriter header = beginHeader(DICTIONARY_PAGE, body, stored, target);
    header.beginStruct(DICTIONARY_PAGE_HEADER);
    header.putInt(VALUES, dictionary.size());
    header.putInt(ENCODING, Encoding.PLAIN.code());
    header.endStruct();
    return endPage(header, start, body, stored, target);
  }

  /** Lets go of the memory outside the heap; nothing is written afterwards. */
  void close() {
    gzip.close();
  }

  private GrowingBuffer compress(GrowingBuffer body) {
    return switch (compression) {
      case NONE -> body;
      case GZIP -> {
        compressed.clear();
        gzip.compress(body, compressed);
        yield compressed;
      }
    };
  }

  private ThriftCompactWriter beginHeader(
      int type, GrowingBuffer body, GrowingBuffer stored, GrowingBuffer target) {
    checksum.reset();
    checksum.update(stored.bytes(), 0, stored.length());
    ThriftCompactWriter header = new ThriftCompactWriter(target);
    header.beginStruct();
    header.putInt(TYPE, type);
    header.putInt(UNCOMPRESSED_SIZE, body.length());
    header.putInt(COMPRESSED_SIZE, stored.length());
    header.putInt(CHECKSUM, (int) checksum.getValue());
    return header;
  }

  private static int endPage(
      ThriftCompactWriter header,
      int start,
      GrowingBuffer body,
      GrowingBuffer stored,
      GrowingBuffer target) {
    header.endStruct();
    int headerSize = target.length() - start;
    target.putAll(stored);
    return headerSize + body.length();
  }
}
