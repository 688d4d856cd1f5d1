package io.lodestone.engine.journal;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.crypt.Place;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What is not in the clear of a table's entry in an encrypted database: the partition key and the
 * columns, which are named by those who write points. While the database is locked it is handed on
 * as it was found.
 */
public final class SealedNames {
  private SealedNames() {}

  /** The sealed bytes of a table. */
  static byte[] of(TableEntry table, DatabaseKeys keys) {
    if (!keys.isOpen(table.databaseId())) {
      return keys.keptSealed(table.id())
          .orElseThrow(
              () -> new IllegalStateException("nothing is known of the columns of " + table.ref()));
    }
    ByteWriter names = ByteWriter.create(256);
    CatalogCodec.writePartitionKey(names, table.definition().partitionKey());
    CatalogCodec.writeColumns(names, table);
    ByteBuffer bytes = names.buffer();
    ByteWriter sealed = ByteWriter.create(bytes.remaining() + 64);
    keys.seal(table.databaseId(), place(table), bytes.array(), 0, bytes.remaining(), sealed);
    return sealed.toByteArray();
  }

  /**
   * A table with what is sealed of it, as far as it can be opened now.
   *
   * @param keeps whether to keep what cannot
   */
  static TableEntry read(TableEntry clear, byte[] sealed, DatabaseKeys keys, boolean keeps)
      throws MalformedBytesException {
    if (keys.isOpen(clear.databaseId())) {
      return opened(clear, sealed, keys);
    }
    if (keeps) {
      keys.keepSealed(clear.id(), sealed);
    }
    return clear;
  }

  /**
   * A catalog whose bytes have been read to the end, with everything opened that can be. From now
   * on the keys know all of its databases and tables.
   */
  public static Catalog open(Catalog catalog, DatabaseKeys keys) {
    catalog.databases().forEach(keys::learn);
    Catalog open = catalog;
    for (TableEntry table : catalog.tables()) {
      keys.learn(table);
      Optional<byte[]> sealed = keys.keptSealed(table.id());
      if (sealed.isPresent() && keys.isOpen(table.databaseId())) {
        try {
          open = open.with(opened(table, sealed.get(), keys));
        } catch (MalformedBytesException e) {
          keys.lock(
              table.databaseId(),
              "The database "
                  + table.ref().database()
                  + " is locked: the names of the columns of the table "
                  + table.ref()
                  + " do not open, "
                  + e.getMessage());
        }
      }
    }
    return open;
  }

  private static TableEntry opened(TableEntry clear, byte[] sealed, DatabaseKeys keys)
      throws MalformedBytesException {
    byte[] names =
        keys.open(
            clear.databaseId(), place(clear), ByteReader.create().reset(sealed, 0, sealed.length));
    ByteReader in = ByteReader.create().reset(names, 0, names.length);
    List<PartitionKey> partitionKey = CatalogCodec.readPartitionKey(in);
    TableEntry table = CatalogCodec.withColumns(clear, in);
    in.requireEnd();
    TableDefinition definition = table.definition();
    return table.withDefinition(
        new TableDefinition(
            definition.ref(),
            definition.retention(),
            definition.magneticStoreWrites(),
            partitionKey,
            definition.tags()),
        table.updated());
  }

  private static Place place(TableEntry table) {
    return Place.table(table.id());
  }
}
