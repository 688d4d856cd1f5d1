package io.lodestone.server.parquet;

import java.util.List;

/** What the footer tells of a column chunk. */
final class ChunkElement {
  // Fields of ColumnChunk.
  private static final int FILE_OFFSET = 2;
  private static final int METADATA = 3;

  // Fields of ColumnMetaData.
  private static final int TYPE = 1;
  private static final int ENCODINGS = 2;
  private static final int PATH = 3;
  private static final int CODEC = 4;
  private static final int ENTRIES = 5;
  private static final int UNCOMPRESSED_SIZE = 6;
  private static final int SIZE = 7;
  private static final int DATA_OFFSET = 9;
  private static final int DICTIONARY_OFFSET = 11;
  private static final int STATISTICS = 12;

  // Fields of Statistics.
  private static final int NULLS = 3;
  private static final int GREATEST = 5;
  private static final int LEAST = 6;

  private ChunkElement() {}

  /**
   * Writes an element of a row group's list.
   *
   * @param offset where the chunk begins in the file
   */
  static void write(
      ColumnChunk chunk, long offset, ParquetCompression compression, ThriftCompactWriter thrift) {
    thrift.beginStruct();
    // Required and of no meaning any more; the format's page asks for a zero.
    thrift.putLong(FILE_OFFSET, 0);
    thrift.beginStruct(METADATA);
    thrift.putInt(TYPE, chunk.leaf().physical().code());
    writeEncodings(chunk, thrift);
    thrift.beginList(PATH, ThriftCompactWriter.Type.TEXT, chunk.path().size());
    chunk.path().forEach(thrift::putText);
    thrift.putInt(CODEC, compression.code());
    thrift.putLong(ENTRIES, chunk.entries());
    thrift.putLong(UNCOMPRESSED_SIZE, chunk.uncompressed());
    thrift.putLong(SIZE, chunk.size());
    thrift.putLong(DATA_OFFSET, offset + chunk.dictionaryPage().length());
    if (chunk.hasDictionary()) {
      thrift.putLong(DICTIONARY_OFFSET, offset);
    }
    writeStatistics(chunk, thrift);
    thrift.endStruct();
    thrift.endStruct();
  }

  private static void writeEncodings(ColumnChunk chunk, ThriftCompactWriter thrift) {
    List<Encoding> encodings =
        chunk.hasDictionary()
            ? List.of(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY)
            : List.of(Encoding.PLAIN, Encoding.RLE);
    thrift.beginList(ENCODINGS, ThriftCompactWriter.Type.INT, encodings.size());
    encodings.forEach(encoding -> thrift.putInt(encoding.code()));
  }

  private static void writeStatistics(ColumnChunk chunk, ThriftCompactWriter thrift) {
    thrift.beginStruct(STATISTICS);
    thrift.putLong(NULLS, chunk.nulls());
    chunk
        .range()
        .ifPresent(
            range -> {
              thrift.putBytes(GREATEST, range.greatest());
              thrift.putBytes(LEAST, range.least());
            });
    thrift.endStruct();
  }
}
