package io.lodestone.engine;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TableRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The database as a library. */
public interface Engine extends AutoCloseable {
  /** All databases and tables, as of the last durable change. */
  Catalog catalog();

  /** Creates a database; durable on return. ConflictException when the name is taken. */
  DatabaseEntry createDatabase(
      DatabaseName name, Optional<String> kmsKeyId, Map<String, String> tags);

  /**
   * Deletes an empty database; durable on return. NotFoundException, InvalidRequestException when
   * it has tables.
   */
  void deleteDatabase(DatabaseName name);

  /** Creates a table; durable on return. ConflictException, NotFoundException (database). */
  TableEntry createTable(TableDefinition definition);

  /** Deletes a table with all it holds; durable on return. NotFoundException. */
  void deleteTable(TableRef ref);

  /**
   * Writes a batch. The future completes when everything it tells is durable; it fails with a
   * LodestoneException (NotFoundException, ResourceException) when nothing of the batch was stored.
   */
  CompletableFuture<WriteResult> write(TableRef table, PointBatch batch);

  /** The table as of now. NotFoundException. */
  Snapshot snapshot(TableRef table);

  /** Writes everything in memory to segments; durable on return. */
  void flush();

  @Override
  void close();
}
