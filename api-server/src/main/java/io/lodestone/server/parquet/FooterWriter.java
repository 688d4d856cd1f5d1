package io.lodestone.server.parquet;

import java.util.List;

/**
 * The metadata of a file. Row groups are kept as the bytes they become, so that a file of many
 * takes little memory.
 */
final class FooterWriter {
  /** What the format's page tells writers to say, whatever they use of it. */
  private static final int FORMAT_VERSION = 1;

  // Fields of FileMetaData.
  private static final int VERSION = 1;
  private static final int SCHEMA = 2;
  private static final int ROWS = 3;
  private static final int ROW_GROUPS = 4;
  private static final int CREATED_BY = 6;
  private static final int COLUMN_ORDERS = 7;

  /** The field of ColumnOrder that says that ranges go by the order of the type. */
  private static final int TYPE_ORDER = 1;

  // Fields of RowGroup.
  private static final int GROUP_CHUNKS = 1;
  private static final int GROUP_UNCOMPRESSED = 2;
  private static final int GROUP_ROWS = 3;
  private static final int GROUP_OFFSET = 5;
  private static final int GROUP_SIZE = 6;

  private final List<SchemaNode> schema;
  private final int leaves;
  private final ParquetCompression compression;
  private final String createdBy;
  private final GrowingBuffer rowGroups = new GrowingBuffer();
  private int rowGroupCount;
  private long rows;

  /**
   * @param leaves of the schema
   * @param createdBy the name of the program, {@code version}, and which one it is
   */
  FooterWriter(
      List<SchemaNode> schema, int leaves, ParquetCompression compression, String createdBy) {
    this.schema = schema;
    this.leaves = leaves;
    this.compression = compression;
    this.createdBy = createdBy;
  }

  /** Bytes that are held. */
  int held() {
    return rowGroups.length();
  }

  /**
   * Takes notice of a row group.
   *
   * @param offset where it begins in the file; its chunks stand there one after the other
   */
  void addRowGroup(List<ColumnChunk> chunks, long groupRows, long offset) {
    ThriftCompactWriter thrift = new ThriftCompactWriter(rowGroups);
    thrift.beginStruct();
    thrift.beginList(GROUP_CHUNKS, ThriftCompactWriter.Type.STRUCT, chunks.size());
    long end = offset;
    for (ColumnChunk chunk : chunks) {
      ChunkElement.write(chunk, end, compression, thrift);
      end += chunk.size();
    }
    thrift.putLong(GROUP_UNCOMPRESSED, chunks.stream().mapToLong(ColumnChunk::uncompressed).sum());
    thrift.putLong(GROUP_ROWS, groupRows);
    thrift.putLong(GROUP_OFFSET, offset);
    thrift.putLong(GROUP_SIZE, end - offset);
    thrift.endStruct();
    rowGroupCount++;
    rows += groupRows;
  }

  /** Appends the metadata. */
  void write(GrowingBuffer target) {
    ThriftCompactWriter thrift = new ThriftCompactWriter(target);
    thrift.beginStruct();
    thrift.putInt(VERSION, FORMAT_VERSION);
    SchemaElements.write(SCHEMA, schema, thrift);
    thrift.putLong(ROWS, rows);
    thrift.beginList(ROW_GROUPS, ThriftCompactWriter.Type.STRUCT, rowGroupCount);
    thrift.putWritten(rowGroups);
    thrift.putText(CREATED_BY, createdBy);
    thrift.beginList(COLUMN_ORDERS, ThriftCompactWriter.Type.STRUCT, leaves);
    for (int i = 0; i < leaves; i++) {
      thrift.beginStruct();
      thrift.putEmptyStruct(TYPE_ORDER);
      thrift.endStruct();
    }
    thrift.endStruct();
  }
}
