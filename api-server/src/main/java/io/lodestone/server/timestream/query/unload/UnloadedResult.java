package io.lodestone.server.timestream.query.unload;

import io.lodestone.server.objects.KeyTooLongException;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.QueryStatistics;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.SqlException;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.unload.Unload;
import io.lodestone.storage.DiskFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The result of UNLOAD: one row that says how many rows were written, and where manifest and
 * metadata are. The query runs, and all files are written, when it is first advanced; the manifest
 * comes last, so that one that is there names files that are there. When anything fails, files that
 * are complete stay, as in Timestream, and no others.
 *
 * <p>Used by one thread, except {@link #cancel} and {@link #written}.
 */
public final class UnloadedResult implements QueryResult {
  private static final List<ResultColumn> COLUMNS =
      List.of(
          new ResultColumn("rows", Scalar.BIGINT),
          new ResultColumn("metadataFile", Scalar.VARCHAR),
          new ResultColumn("manifestFile", Scalar.VARCHAR));

  private final QueryResult query;
  private final Unload unload;
  private final LocalObjectStore objects;
  private final String queryId;

  private volatile boolean cancelled;
  private volatile Written written = Written.NOTHING;
  private boolean started;

  /**
   * @param query whose rows are written, owned by this result
   * @param queryId what names of files begin with
   */
  UnloadedResult(QueryResult query, Unload unload, LocalObjectStore objects, String queryId) {
    this.query = query;
    this.unload = unload;
    this.objects = objects;
    this.queryId = queryId;
  }

  @Override
  public List<ResultColumn> columns() {
    return COLUMNS;
  }

  @Override
  public boolean isMetadata() {
    return false;
  }

  /** How much has been written so far. From any thread. */
  public Written written() {
    return written;
  }

  @Override
  public boolean advance() {
    if (started) {
      return false;
    }
    started = true;
    try {
      writeAll();
      return true;
    } catch (KeyTooLongException e) {
      throw new ServiceException(ErrorType.QUERY_EXECUTION, e.getMessage());
    } catch (DiskFullException e) {
      throw new ServiceException(
          ErrorType.QUERY_EXECUTION, "Query aborted as the disk of the bucket is nearly full");
    } catch (IOException e) {
      throw new UncheckedIOException("unloading a result", e);
    }
  }

  private void writeAll() throws IOException {
    try (UnloadFiles files =
        new UnloadFiles(objects, unload, query.columns(), queryId, query.memory())) {
      while (query.advance()) {
        files.write(query.batch());
        written = files.written();
      }
      checkCancelled();
      files.finish();
      written = files.written();
      checkCancelled();
      put(metadataKey(), Report.metadata(query.columns()));
      put(manifestKey(), Report.manifest(unload, files.stored()));
    }
  }

  private void checkCancelled() {
    if (cancelled) {
      throw new SqlException(SqlException.Kind.EXECUTION, "The query was cancelled", 0, 0, null);
    }
  }

  private void put(String key, byte[] content) throws IOException {
    objects.put(unload.target().bucket(), key, content);
  }

  private String metadataKey() {
    return unload.target().key(queryId + "_metadata.json");
  }

  private String manifestKey() {
    return unload.target().key(queryId + "_manifest.json");
  }

  @Override
  public ResultBatch batch() {
    return new ResultBatch(
        new Batch(
            1,
            List.of(
                new Vector.Longs(new long[] {written.rows()}, null),
                text(unload.target().url(metadataKey())),
                text(unload.target().url(manifestKey())))),
        COLUMNS.stream().map(ResultColumn::type).toList());
  }

  private static Vector text(String value) {
    VectorBuilder builder = VectorBuilder.of(Scalar.VARCHAR);
    builder.appendText(value);
    return builder.build();
  }

  @Override
  public QueryStatistics statistics() {
    return query.statistics();
  }

  @Override
  public void cancel() {
    cancelled = true;
    query.cancel();
  }

  @Override
  public void close() {
    query.close();
  }
}
