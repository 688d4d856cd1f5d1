package io.lodestone.server.timestream.query.unload;

import io.lodestone.scan.MemoryAccount;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.objects.UnfinishedObject;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.SqlException;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.unload.Unload;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The files of one UNLOAD:
 *
 * <pre>
 *   PREFIX/results/QUERYID_1.gz
 *   PREFIX/results/region=eu/QUERYID_2.gz      when rows are partitioned
 * </pre>
 *
 * Of each folder one file is written at a time. When that is large enough, or all of them hold too
 * much in memory, it is ended, and another one follows. Used by one thread.
 */
final class UnloadFiles implements Closeable, FileSeries.Store {
  /** Folders of one statement, as in Timestream: each has a file open, with its buffers. */
  static final int PARTITIONS_MAX = 100;

  /**
   * What all open files together may hold in memory. Rows in columns can be written only when there
   * are many of them: with many folders, files are ended early rather than held.
   */
  private static final long HELD_BYTES_MAX = 64 << 20;

  /** Files are not ended for less than this part of it: there would be very many of them. */
  private static final int HELD_PART_MIN = 16;

  private static final String FOLDER = "results/";

  private final LocalObjectStore objects;
  private final Unload unload;
  private final String queryId;
  private final MemoryAccount memory;
  private final long heldBytesMax;
  private final List<ResultColumn> columns;
  private final int fileColumns;
  private final Folders<FileSeries> folders;
  private final List<FileSeries> all = new ArrayList<>();
  private final List<WrittenFile> stored = new ArrayList<>();

  private int begun;
  private long counted;
  private long rows;
  private long storedBytes;

  /**
   * @param columns of the query
   * @param memory where what is held is counted; when that is too much, files are ended
   */
  UnloadFiles(
      LocalObjectStore objects,
      Unload unload,
      List<ResultColumn> columns,
      String queryId,
      MemoryAccount memory) {
    this(objects, unload, columns, queryId, memory, HELD_BYTES_MAX);
  }

  UnloadFiles(
      LocalObjectStore objects,
      Unload unload,
      List<ResultColumn> columns,
      String queryId,
      MemoryAccount memory,
      long heldBytesMax) {
    this.objects = objects;
    this.unload = unload;
    this.queryId = queryId;
    this.memory = memory;
    this.heldBytesMax = heldBytesMax;
    this.fileColumns = columns.size() - unload.partitionColumns();
    this.columns = columns.subList(0, fileColumns);
    this.folders =
        new Folders<>(
            new FolderNames(columns.subList(fileColumns, columns.size())), this::newFolder);
  }

  private FileSeries newFolder(String name) {
    if (all.size() == PARTITIONS_MAX) {
      throw new ServiceException(
          ErrorType.QUERY_EXECUTION,
          "Query aborted as UNLOAD would write more than " + PARTITIONS_MAX + " partitions");
    }
    FileSeries files = new FileSeries(FOLDER + name, this, unload.fileBytesMax(), this::noteStored);
    all.add(files);
    return files;
  }

  private void noteStored(WrittenFile file) {
    stored.add(file);
    storedBytes += file.bytes();
  }

  /**
   * Writes rows.
   *
   * @throws ServiceException QUERY_EXECUTION, when there are too many partitions
   */
  void write(ResultBatch batch) throws IOException {
    List<Vector> values = vectors(batch, 0, fileColumns);
    folders.moveTo(vectors(batch, fileColumns, fileColumns + unload.partitionColumns()));
    for (int row = 0; row < batch.rowCount(); row++) {
      folders.of(row).add(row);
    }
    for (FileSeries files : all) {
      files.write(values);
      count();
    }
    rows += batch.rowCount();
  }

  /**
   * Counts what is held, and ends files until it is not too much.
   *
   * @throws SqlException of kind LIMIT, when even a little is too much
   */
  private void count() throws IOException {
    while (true) {
      long held = all.stream().mapToLong(FileSeries::heldBytes).sum();
      if (held <= heldBytesMax && isCounted(held)) {
        return;
      }
      Collections.max(all, Comparator.comparingLong(FileSeries::heldBytes)).finish();
    }
  }

  private boolean isCounted(long held) {
    try {
      memory.add(held - counted);
      counted = held;
      return true;
    } catch (SqlException e) {
      if (held < heldBytesMax / HELD_PART_MIN || e.kind() != SqlException.Kind.LIMIT) {
        throw e;
      }
      return false;
    }
  }

  private static List<Vector> vectors(ResultBatch batch, int from, int to) {
    List<Vector> vectors = new ArrayList<>(to - from);
    for (int column = from; column < to; column++) {
      vectors.add(batch.vector(column));
    }
    return vectors;
  }

  @Override
  public FileSeries.NamedObject begin(String folder) throws IOException {
    begun++;
    String key = unload.target().key(folder + queryId + "_" + begun + extension());
    return new FileSeries.NamedObject(key, objects.begin(unload.target().bucket(), key));
  }

  private String extension() {
    return switch (unload.format()) {
      case CSV -> unload.compression() == Unload.Compression.GZIP ? ".gz" : ".csv";
      // Compressed inside.
      case PARQUET -> ".parquet";
    };
  }

  @Override
  public RowFile open(UnfinishedObject object) throws IOException {
    return switch (unload.format()) {
      case CSV -> new CsvFile(columns, unload.csv(), unload.compression(), object);
      case PARQUET -> new ParquetFile(columns, unload.compression(), object);
    };
  }

  /** Stores all files that are not yet. */
  void finish() throws IOException {
    for (FileSeries files : all) {
      files.finish();
    }
  }

  /** The files that are stored, in the order in which they were. */
  List<WrittenFile> stored() {
    return stored;
  }

  /** How much has been written so far. */
  Written written() {
    long bytes = storedBytes;
    for (FileSeries files : all) {
      bytes += files.openBytes();
    }
    return new Written(unload.partitionColumns() == 0 ? 0 : folders.count(), rows, bytes);
  }

  /** Gives up all files that are not stored. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (FileSeries files : all) {
      try {
        files.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    memory.add(-counted);
    counted = 0;
    if (failure != null) {
      throw failure;
    }
  }
}
