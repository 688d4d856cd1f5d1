package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody's wish to change the catalog, decided by the committer against the catalog as all
 * earlier decisions leave it.
 *
 * @param <T> what the asker gets once the change is durable
 */
public interface CatalogChange<T> {
  /**
   * Decides.
   *
   * @throws io.lodestone.model.LodestoneException when the wish cannot be granted; nothing changes
   *     then
   */
  Decision<T> decide(Catalog catalog, Instant now);

  /**
   * What is to be written, and what is answered once it is durable.
   *
   * @param <T> the answer's type
   */
  record Decision<T>(List<JournalEntry> entries, T answer) {
    public Decision {
      entries = List.copyOf(entries);
    }
  }

  static CatalogChange<DatabaseEntry> createDatabase(
      DatabaseName name, Optional<String> kmsKeyId, Map<String, String> tags) {
    return (catalog, now) -> {
      if (catalog.database(name).isPresent()) {
        throw new ConflictException("The database " + name + " already exists.");
      }
      DatabaseEntry entry = new DatabaseEntry(catalog.nextId(), name, now, now, kmsKeyId, tags);
      return new Decision<>(List.of(new JournalEntry.DatabaseChanged(entry)), entry);
    };
  }

  static CatalogChange<DatabaseEntry> deleteDatabase(DatabaseName name) {
    return (catalog, now) -> {
      DatabaseEntry entry = catalog.requireDatabase(name);
      int tables = catalog.tables(name).size();
      if (tables > 0) {
        throw new InvalidRequestException(
            "The database " + name + " cannot be deleted while it holds " + tables + " tables.");
      }
      return new Decision<>(List.of(new JournalEntry.DatabaseDropped(name)), entry);
    };
  }

  static CatalogChange<TableEntry> createTable(TableDefinition definition) {
    return (catalog, now) -> {
      TableRef ref = definition.ref();
      DatabaseEntry database = catalog.requireDatabase(ref.database());
      if (catalog.table(ref).isPresent()) {
        throw new ConflictException(
            "The table " + ref.table() + " in database " + ref.database() + " already exists.");
      }
      TableEntry entry =
          new TableEntry(
              catalog.nextId(),
              database.id(),
              definition,
              now,
              now,
              definition.retention().magneticHorizonNanos(nanos(now)),
              List.of(),
              List.of());
      return new Decision<>(List.of(new JournalEntry.TableChanged(entry)), entry);
    };
  }

  static CatalogChange<TableEntry> deleteTable(TableRef ref) {
    return (catalog, now) -> {
      TableEntry entry = catalog.requireTable(ref);
      return new Decision<>(List.of(new JournalEntry.TableDropped(entry.id())), entry);
    };
  }

  private static long nanos(Instant instant) {
    return Math.multiplyExact(instant.toEpochMilli(), 1_000_000L);
  }
}
