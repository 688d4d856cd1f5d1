package io.lodestone.engine.journal;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes one catalog of another: entries that are new or different as a whole, and the numbers
 * of those that are gone. A checkpoint after which nothing has changed costs five bytes, however
 * many tables there are. Layout: {@code docs/formats/catalog.md}.
 */
public final class CatalogChangesCodec {
  private CatalogChangesCodec() {}

  public static void write(ByteWriter out, Catalog before, Catalog after, DatabaseKeys keys) {
    Map<Long, DatabaseEntry> oldDatabases = databases(before);
    Map<Long, TableEntry> oldTables = tables(before);
    out.writeVarLong(after.nextId());
    writeNumbers(out, gone(oldDatabases, databases(after)));
    List<DatabaseEntry> changedDatabases =
        after.databases().stream()
            .filter(entry -> isChanged(oldDatabases.get(entry.id()), entry))
            .toList();
    out.writeVarInt(changedDatabases.size());
    changedDatabases.forEach(entry -> CatalogCodec.write(out, entry));
    writeNumbers(out, gone(oldTables, tables(after)));
    List<TableEntry> changedTables =
        after.tables().stream()
            .filter(entry -> isChanged(oldTables.get(entry.id()), entry))
            .toList();
    out.writeVarInt(changedTables.size());
    changedTables.forEach(entry -> CatalogCodec.write(out, entry, keys));
  }

  /**
   * The catalog after changes that were made to another. Entries that are gone twice are gone. What
   * is sealed in it is opened by {@link SealedNames#open} when all changes have been read.
   */
  public static Catalog read(ByteReader in, Catalog before, DatabaseKeys keys)
      throws MalformedBytesException {
    Map<Long, DatabaseEntry> databases = databases(before);
    Map<Long, TableEntry> tables = tables(before);
    long nextId = in.readVarLong();
    databases.keySet().removeAll(readNumbers(in));
    for (int left = in.readCount(1); left > 0; left--) {
      DatabaseEntry entry = CatalogCodec.readDatabase(in);
      databases.put(entry.id(), entry);
    }
    tables.keySet().removeAll(readNumbers(in));
    for (int left = in.readCount(1); left > 0; left--) {
      TableEntry entry = CatalogCodec.readTable(in, keys, true);
      tables.put(entry.id(), entry);
    }
    return Catalog.of(List.copyOf(databases.values()), List.copyOf(tables.values()), nextId);
  }

  private static Map<Long, DatabaseEntry> databases(Catalog catalog) {
    Map<Long, DatabaseEntry> byNumber = new LinkedHashMap<>();
    catalog.databases().forEach(entry -> byNumber.put(entry.id(), entry));
    return byNumber;
  }

  private static Map<Long, TableEntry> tables(Catalog catalog) {
    Map<Long, TableEntry> byNumber = new LinkedHashMap<>();
    catalog.tables().forEach(entry -> byNumber.put(entry.id(), entry));
    return byNumber;
  }

  /** Most entries are the very same object as before. */
  private static boolean isChanged(Object before, Object after) {
    return before != after && !after.equals(before);
  }

  private static List<Long> gone(Map<Long, ?> before, Map<Long, ?> after) {
    return before.keySet().stream().filter(id -> !after.containsKey(id)).sorted().toList();
  }

  private static void writeNumbers(ByteWriter out, Collection<Long> numbers) {
    out.writeVarInt(numbers.size());
    numbers.forEach(out::writeVarLong);
  }

  private static List<Long> readNumbers(ByteReader in) throws MalformedBytesException {
    int count = in.readCount(1);
    List<Long> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(in.readVarLong());
    }
    return numbers;
  }
}
