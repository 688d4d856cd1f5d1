package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamUpdate;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.storage.crypt.WrappedKey;
import java.time.Instant;
import java.util.ArrayList;
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
      DatabaseName name, Optional<WrappedKey> key, Map<String, String> tags) {
    return (catalog, now) -> {
      if (catalog.database(name).isPresent()) {
        throw new ConflictException("The database " + name + " already exists.");
      }
      DatabaseEntry entry =
          new DatabaseEntry(
              catalog.nextId(), name, now, now, key.map(WrappedKey::encryptionKeyId), tags, key);
      return new Decision<>(List.of(new JournalEntry.DatabaseChanged(entry)), entry);
    };
  }

  /**
   * Gives a database another encryption key, unless somebody else has changed it since the asker
   * looked.
   *
   * @param seen the database when the asker looked
   */
  static CatalogChange<DatabaseEntry> updateDatabase(DatabaseEntry seen, WrappedKey key) {
    return (catalog, now) -> {
      DatabaseEntry present = catalog.requireDatabase(seen.name());
      boolean untouched =
          present.id() == seen.id()
              && present.updated().equals(seen.updated())
              && present.key().equals(seen.key());
      if (!untouched) {
        throw new ConflictException(
            "The database " + seen.name() + " was changed by another request at the same time.");
      }
      if (present.key().isEmpty() && !catalog.tables(seen.name()).isEmpty()) {
        throw new InvalidRequestException(
            "The database "
                + seen.name()
                + " was created without a KMS key and holds tables, which are not encrypted; only a"
                + " database without tables can be given one.");
      }
      if (present.key().equals(Optional.of(key))) {
        return new Decision<>(List.of(), present);
      }
      DatabaseEntry entry = present.withKey(key, now);
      return new Decision<>(List.of(new JournalEntry.DatabaseChanged(entry)), entry);
    };
  }

  static CatalogChange<DatabaseEntry> tagDatabase(DatabaseName name, TagUpdate update) {
    return (catalog, now) -> {
      DatabaseEntry entry = catalog.requireDatabase(name).withTags(update);
      return new Decision<>(List.of(new JournalEntry.DatabaseChanged(entry)), entry);
    };
  }

  /**
   * Changes a table's tags, and what they declare of its stream with them.
   *
   * @param stream empty when they declare nothing of it
   */
  static CatalogChange<TableEntry> tagTable(
      TableRef ref, TagUpdate update, Optional<StreamUpdate> stream) {
    return (catalog, now) -> {
      TableEntry tagged = catalog.requireTable(ref).withTags(update);
      TableEntry entry =
          catalog.requireOnlyFollowed(
              stream.map(wanted -> wanted.applyTo(tagged, now)).orElse(tagged));
      return new Decision<>(List.of(new JournalEntry.TableChanged(entry)), entry);
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

  /**
   * @param stream that the table has from its first moment on; empty when it has none
   */
  static CatalogChange<TableEntry> createTable(
      TableDefinition definition, Optional<StreamUpdate> stream) {
    return (catalog, now) -> {
      TableRef ref = definition.ref();
      DatabaseEntry database = catalog.requireDatabase(ref.database());
      if (catalog.table(ref).isPresent()) {
        throw new ConflictException(
            "The table " + ref.table() + " in database " + ref.database() + " already exists.");
      }
      TableEntry plain =
          new TableEntry(
              catalog.nextId(),
              database.id(),
              definition,
              now,
              now,
              definition.retention().magneticHorizonNanos(nanos(now)),
              List.of(),
              List.of());
      TableEntry entry =
          catalog.requireOnlyFollowed(
              stream.map(wanted -> wanted.applyTo(plain, now)).orElse(plain));
      return new Decision<>(List.of(new JournalEntry.TableChanged(entry)), entry);
    };
  }

  /**
   * Changes a table's definition. When the retention changes, everything expires first that is
   * beyond the horizon before or the one after.
   */
  static CatalogChange<TableEntry> updateTable(TableRef ref, TableUpdate update) {
    return (catalog, now) -> {
      TableEntry before = catalog.requireTable(ref);
      TableEntry after = before.withDefinition(update.applyTo(before.definition()), now);
      List<JournalEntry> entries = new ArrayList<>(2);
      if (!after.definition().retention().equals(before.definition().retention())) {
        long horizon = Math.max(before.horizonNanos(nanos(now)), after.horizonNanos(nanos(now)));
        expiry(before, horizon).ifPresent(entries::add);
        after = after.withHorizonFloorAtLeast(horizon);
      }
      entries.add(new JournalEntry.TableChanged(after));
      return new Decision<>(entries, after);
    };
  }

  /**
   * Lets points go for good, in any number of tables.
   *
   * @param horizons per table number the time that its horizon floor rises to; a table that is gone
   *     or whose floor is there already is passed over
   */
  static CatalogChange<Void> expire(Map<Long, Long> horizons) {
    return (catalog, now) -> {
      List<JournalEntry> entries = new ArrayList<>(horizons.size());
      horizons.forEach(
          (id, horizon) ->
              catalog
                  .tableById(id)
                  .flatMap(table -> expiry(table, horizon))
                  .ifPresent(entries::add));
      return new Decision<>(entries, null);
    };
  }

  /**
   * Switches point-in-time recovery of a table on, with a window of so many days, or off.
   *
   * @param days ignored when it is switched off
   */
  static CatalogChange<TableEntry> updateRecovery(TableRef ref, boolean on, int days) {
    return (catalog, now) -> {
      TableEntry present = catalog.requireTable(ref);
      TableEntry entry =
          catalog.requireOnlyFollowed(
              on ? present.withRecovery(days, now) : present.withoutRecovery(now));
      return new Decision<>(List.of(new JournalEntry.TableChanged(entry)), entry);
    };
  }

  /**
   * Gives a table a stream. Its label is later than that of any stream the table had before.
   *
   * @param shards in how many ranges of series it is cut
   */
  static CatalogChange<TableEntry> startStream(TableRef ref, StreamView view, int shards) {
    return (catalog, now) -> {
      TableEntry present = catalog.requireTable(ref);
      if (present.stream().isPresent()) {
        throw new InvalidRequestException("The table " + ref + " already has an enabled stream.");
      }
      Instant since = now.isAfter(present.updated()) ? now : present.updated().plusMillis(1);
      TableEntry entry =
          catalog.requireOnlyFollowed(
              present.withStream(Optional.of(new StreamSpecification(view, shards, since)), since));
      return new Decision<>(List.of(new JournalEntry.TableChanged(entry)), entry);
    };
  }

  /** Takes a table's stream from it. */
  static CatalogChange<TableEntry> endStream(TableRef ref) {
    return (catalog, now) -> {
      TableEntry present = catalog.requireTable(ref);
      if (present.stream().isEmpty()) {
        throw new InvalidRequestException("The table " + ref + " has no enabled stream.");
      }
      TableEntry entry = present.withStream(Optional.empty(), now);
      return new Decision<>(List.of(new JournalEntry.TableChanged(entry)), entry);
    };
  }

  /**
   * Deletes a table, unless points of it have expired since the asker looked.
   *
   * @param seen the table when the asker looked
   */
  static CatalogChange<Boolean> deleteTable(TableEntry seen) {
    return (catalog, now) -> {
      TableEntry entry = catalog.requireTable(seen.ref());
      boolean isAsSeen =
          entry.id() == seen.id() && entry.horizonFloorNanos() == seen.horizonFloorNanos();
      return isAsSeen
          ? new Decision<>(List.of(new JournalEntry.TableDropped(entry.id())), true)
          : new Decision<>(List.of(), false);
    };
  }

  /** What raises a table's horizon floor to a time; nothing when it is there already. */
  private static Optional<JournalEntry> expiry(TableEntry table, long horizonNanos) {
    long floor = table.horizonFloorNanos();
    return horizonNanos <= floor
        ? Optional.empty()
        : Optional.of(
            new JournalEntry.WindowExpired(table.id(), new TimeRange(floor, horizonNanos)));
  }

  private static long nanos(Instant instant) {
    return Math.multiplyExact(instant.toEpochMilli(), 1_000_000L);
  }
}
