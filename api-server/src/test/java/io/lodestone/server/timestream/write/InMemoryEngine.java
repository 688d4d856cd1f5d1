package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.Snapshot;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.TableRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An engine that keeps a catalog, and of points no more than what the version rule needs when each
 * point has one value. For tests of the operations around it. One thread.
 */
final class InMemoryEngine implements Engine {
  private record Stored(long version, long word) {}

  private static final Instant CREATED = Instant.ofEpochMilli(1_767_225_600_123L);

  private final Map<String, Stored> points = new HashMap<>();
  private Catalog catalog = Catalog.EMPTY;
  private Optional<RuntimeException> failure = Optional.empty();

  /** From now on writes fail so. */
  void failWritesWith(RuntimeException reason) {
    failure = Optional.of(reason);
  }

  /** Different points stored so far. */
  int size() {
    return points.size();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public DatabaseEntry createDatabase(
      DatabaseName name, Optional<String> kmsKeyId, Map<String, String> tags) {
    if (catalog.database(name).isPresent()) {
      throw new ConflictException("The database " + name + " exists already.");
    }
    DatabaseEntry entry =
        new DatabaseEntry(catalog.nextId(), name, CREATED, CREATED, kmsKeyId, tags);
    catalog = catalog.with(entry);
    return entry;
  }

  @Override
  public void deleteDatabase(DatabaseName name) {
    if (!catalog.tables(name).isEmpty()) {
      throw new InvalidRequestException("The database " + name + " is not empty.");
    }
    catalog = catalog.without(name);
  }

  @Override
  public TableEntry createTable(TableDefinition definition) {
    DatabaseEntry database = catalog.requireDatabase(definition.ref().database());
    if (catalog.table(definition.ref()).isPresent()) {
      throw new ConflictException("The table " + definition.ref() + " exists already.");
    }
    TableEntry entry =
        new TableEntry(
            catalog.nextId(), database.id(), definition, CREATED, CREATED, List.of(), List.of());
    catalog = catalog.with(entry);
    return entry;
  }

  @Override
  public void deleteTable(TableRef ref) {
    catalog = catalog.without(ref);
  }

  @Override
  public CompletableFuture<WriteResult> write(TableRef table, PointBatch batch) {
    if (failure.isPresent()) {
      return CompletableFuture.failedFuture(failure.get());
    }
    List<Rejection> rejections = new ArrayList<>();
    int accepted = 0;
    for (int i = 0; i < batch.size(); i++) {
      String key = table + " " + batch.key(batch.series()[i]) + " " + batch.times()[i];
      Stored offered = new Stored(batch.versions()[i], batch.columns().getFirst().word(i));
      Stored existing = points.get(key);
      if (existing == null || offered.version > existing.version) {
        points.put(key, offered);
        accepted++;
      } else if (existing.word == offered.word) {
        accepted++;
      } else {
        rejections.add(
            Rejection.ofVersion(
                batch.requestIndex(i),
                offered.version == existing.version
                    ? Rejection.Reason.VERSION_NOT_HIGHER
                    : Rejection.Reason.VERSION_TOO_LOW,
                existing.version));
      }
    }
    return CompletableFuture.completedFuture(new WriteResult(accepted, 0, rejections));
  }

  @Override
  public Snapshot snapshot(TableRef table) {
    throw new UnsupportedOperationException("no points are kept");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
