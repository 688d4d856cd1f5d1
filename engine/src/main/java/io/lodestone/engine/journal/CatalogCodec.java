package io.lodestone.engine.journal;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.MagneticStoreWrites.ReportLocation;
import io.lodestone.engine.catalog.MeasureNames;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.RecoveryWindow;
import io.lodestone.engine.catalog.RetentionPeriod;
import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import io.lodestone.storage.crypt.WrappedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bytes of databases, tables and columns, in journal entries and in checkpoints. See {@code
 * docs/formats/catalog.md}.
 */
public final class CatalogCodec {
  private static final int DIMENSION = 1;
  private static final int MEASURE = 2;
  private static final int MEASURE_NAME = 3;

  /** What is said of a database's key: nothing, its name, or its name and the wrapped data key. */
  private static final int NO_KEY = 0;

  private static final int DATA_KEY = 2;

  /** Flags of a table. */
  private static final int MAGNETIC_STORE_WRITES = 1;

  private static final int SEALED_NAMES = 2;

  private CatalogCodec() {}

  static void write(ByteWriter out, DatabaseEntry database) {
    out.writeVarLong(database.id());
    out.writeUtf8(database.name().value());
    out.writeVarLong(database.created().toEpochMilli());
    out.writeVarLong(database.updated().toEpochMilli());
    writeKey(out, database);
    writeTags(out, database.tags());
  }

  static DatabaseEntry readDatabase(ByteReader in) throws MalformedBytesException {
    try {
      long id = in.readVarLong();
      DatabaseName name = new DatabaseName(in.readUtf8());
      Instant created = Instant.ofEpochMilli(in.readVarLong());
      Instant updated = Instant.ofEpochMilli(in.readVarLong());
      int key = in.readUnsignedByte();
      Optional<String> kmsKeyId = key == NO_KEY ? Optional.empty() : Optional.of(in.readUtf8());
      Optional<WrappedKey> wrapped =
          key == DATA_KEY
              ? Optional.of(new WrappedKey(kmsKeyId.get(), in.readBytes(in.readCount(1))))
              : Optional.empty();
      return new DatabaseEntry(id, name, created, updated, kmsKeyId, readTags(in), wrapped);
    } catch (IllegalArgumentException e) {
      throw in.malformed("a wrapped key", e.getMessage());
    } catch (InvalidRequestException e) {
      throw in.malformed("a database", e.getMessage());
    }
  }

  private static void writeKey(ByteWriter out, DatabaseEntry database) {
    if (database.key().isEmpty()) {
      writeOptional(out, database.kmsKeyId());
      return;
    }
    byte[] wrapped = database.key().get().bytes();
    out.writeByte(DATA_KEY);
    out.writeUtf8(database.key().get().encryptionKeyId());
    out.writeVarInt(wrapped.length);
    out.writeBytes(wrapped, 0, wrapped.length);
  }

  /** Of a table of an encrypted database partition key and columns are sealed. */
  static void write(ByteWriter out, TableEntry table, DatabaseKeys keys) {
    boolean sealed = keys.isEncrypted(table.databaseId());
    TableDefinition definition = table.definition();
    out.writeVarLong(table.id());
    out.writeVarLong(table.databaseId());
    out.writeUtf8(definition.ref().database().value());
    out.writeUtf8(definition.ref().table().value());
    out.writeVarLong(definition.retention().memoryStoreHours());
    out.writeVarLong(definition.retention().magneticStoreDays());
    out.writeByte(
        (definition.magneticStoreWrites().enabled() ? MAGNETIC_STORE_WRITES : 0)
            | (sealed ? SEALED_NAMES : 0));
    Optional<ReportLocation> location = definition.magneticStoreWrites().rejectedDataLocation();
    out.writeByte(location.isPresent() ? 1 : 0);
    location.ifPresent(
        place -> {
          out.writeUtf8(place.bucket());
          writeOptional(out, place.keyPrefix());
          writeOptional(out, place.encryptionOption());
          writeOptional(out, place.kmsKeyId());
        });
    if (!sealed) {
      writePartitionKey(out, definition.partitionKey());
    }
    writeTags(out, definition.tags());
    out.writeVarLong(table.created().toEpochMilli());
    out.writeVarLong(table.updated().toEpochMilli());
    out.writeVarLong(table.horizonFloorNanos());
    writeRecovery(out, table.recovery());
    writeStream(out, table.stream());
    if (sealed) {
      byte[] part = SealedNames.of(table, keys);
      out.writeVarInt(part.length);
      out.writeBytes(part, 0, part.length);
    } else {
      writeColumns(out, table);
    }
  }

  static void writePartitionKey(ByteWriter out, List<PartitionKey> partitionKey) {
    out.writeVarInt(partitionKey.size());
    for (PartitionKey key : partitionKey) {
      writeOptional(out, key.dimension());
      out.writeByte(key.required() ? 1 : 0);
    }
  }

  static List<PartitionKey> readPartitionKey(ByteReader in) throws MalformedBytesException {
    int keys = in.readCount(2);
    List<PartitionKey> partitionKey = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      Optional<String> dimension = readOptional(in);
      PartitionKey.Kind kind =
          dimension.isPresent() ? PartitionKey.Kind.DIMENSION : PartitionKey.Kind.MEASURE;
      partitionKey.add(new PartitionKey(kind, dimension, in.readByte() != 0));
    }
    return partitionKey;
  }

  static void writeColumns(ByteWriter out, TableEntry table) {
    out.writeVarInt(
        table.dimensions().size() + table.measures().size() + table.measureNames().count());
    table.dimensions().forEach(name -> write(out, Column.dimension(name)));
    table.measures().forEach(column -> write(out, column));
    table.measureNames().sorted().forEach(name -> write(out, JournalEntry.measureName(name)));
  }

  static TableEntry withColumns(TableEntry table, ByteReader in) throws MalformedBytesException {
    int columns = in.readCount(2);
    List<String> dimensions = new ArrayList<>();
    List<Column> measures = new ArrayList<>();
    List<String> measureNames = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      Column column = readColumn(in);
      switch (column.kind()) {
        case DIMENSION -> dimensions.add(column.name());
        case MEASURE_NAME -> measureNames.add(column.name());
        case MEASURE, TIME -> measures.add(column);
      }
    }
    return table.withColumns(dimensions, measures).withMeasureNames(MeasureNames.of(measureNames));
  }

  /**
   * Reads a table. When its database is locked, or not known yet, it comes without partition key
   * and columns.
   *
   * @param keeps whether these are the bytes of the catalog as it is, so that what is sealed and
   *     cannot be opened is kept for later
   */
  static TableEntry readTable(ByteReader in, DatabaseKeys keys, boolean keeps)
      throws MalformedBytesException {
    try {
      long id = in.readVarLong();
      long databaseId = in.readVarLong();
      TableRef ref = TableRef.of(in.readUtf8(), in.readUtf8());
      RetentionPolicy retention = new RetentionPolicy(in.readVarLong(), in.readVarLong());
      int flags = in.readUnsignedByte();
      if ((flags & ~(MAGNETIC_STORE_WRITES | SEALED_NAMES)) != 0) {
        throw in.malformed("known flags of a table", Integer.toString(flags));
      }
      boolean enabled = (flags & MAGNETIC_STORE_WRITES) != 0;
      boolean sealed = (flags & SEALED_NAMES) != 0;
      Optional<ReportLocation> location = Optional.empty();
      if (in.readByte() != 0) {
        location =
            Optional.of(
                new ReportLocation(
                    in.readUtf8(), readOptional(in), readOptional(in), readOptional(in)));
      }
      List<PartitionKey> partitionKey = sealed ? List.of() : readPartitionKey(in);
      Map<String, String> tags = readTags(in);
      TableDefinition definition =
          new TableDefinition(
              ref, retention, new MagneticStoreWrites(enabled, location), partitionKey, tags);
      Instant created = Instant.ofEpochMilli(in.readVarLong());
      Instant updated = Instant.ofEpochMilli(in.readVarLong());
      long horizonFloor = in.readVarLong();
      Optional<RecoveryWindow> recovery = readRecovery(in);
      Optional<StreamSpecification> stream = readStream(in);
      TableEntry clear =
          new TableEntry(
              id,
              databaseId,
              definition,
              created,
              updated,
              horizonFloor,
              recovery,
              stream,
              List.of(),
              List.of(),
              MeasureNames.NONE);
      return sealed
          ? SealedNames.read(clear, in.readBytes(in.readCount(1)), keys, keeps)
          : withColumns(clear, in);
    } catch (InvalidRequestException e) {
      throw in.malformed("a table", e.getMessage());
    }
  }

  private static void writeRecovery(ByteWriter out, Optional<RecoveryWindow> recovery) {
    out.writeByte(recovery.map(RecoveryWindow::days).orElse(0));
    recovery.ifPresent(
        window -> {
          out.writeVarLong(window.sinceTick());
          out.writeVarInt(window.periods().size());
          for (RetentionPeriod period : window.periods()) {
            out.writeVarLong(period.sinceTick());
            out.writeVarLong(period.retention().memoryStoreHours());
            out.writeVarLong(period.retention().magneticStoreDays());
            out.writeVarLong(period.floorNanos());
          }
        });
  }

  private static Optional<RecoveryWindow> readRecovery(ByteReader in)
      throws MalformedBytesException {
    int days = in.readUnsignedByte();
    if (days == 0) {
      return Optional.empty();
    }
    long sinceTick = in.readVarLong();
    int count = in.readCount(4);
    List<RetentionPeriod> periods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      periods.add(
          new RetentionPeriod(
              in.readVarLong(),
              new RetentionPolicy(in.readVarLong(), in.readVarLong()),
              in.readVarLong()));
    }
    return Optional.of(new RecoveryWindow(days, sinceTick, periods));
  }

  private static void writeStream(ByteWriter out, Optional<StreamSpecification> stream) {
    out.writeByte(stream.map(specification -> specification.view().code()).orElse(0));
    stream.ifPresent(
        specification -> {
          out.writeVarInt(specification.shards());
          out.writeVarLong(specification.since().toEpochMilli());
        });
  }

  private static Optional<StreamSpecification> readStream(ByteReader in)
      throws MalformedBytesException {
    int code = in.readUnsignedByte();
    if (code == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new StreamSpecification(
              StreamView.ofCode(code), in.readVarInt(), Instant.ofEpochMilli(in.readVarLong())));
    } catch (IllegalArgumentException e) {
      throw in.malformed("a view of a stream", e.getMessage());
    }
  }

  static void write(ByteWriter out, Column column) {
    out.writeByte(
        switch (column.kind()) {
          case DIMENSION -> DIMENSION;
          case MEASURE_NAME -> MEASURE_NAME;
          case MEASURE, TIME -> MEASURE << 4 | column.type().code();
        });
    out.writeUtf8(column.name());
  }

  static Column readColumn(ByteReader in) throws MalformedBytesException {
    int code = in.readUnsignedByte();
    String name = in.readUtf8();
    return switch (code) {
      case DIMENSION -> Column.dimension(name);
      case MEASURE_NAME -> JournalEntry.measureName(name);
      default -> Column.measure(name, measureType(in, code));
    };
  }

  private static ValueType measureType(ByteReader in, int code) throws MalformedBytesException {
    if (code >>> 4 != MEASURE) {
      throw in.malformed("a dimension or a measure", "the code " + code);
    }
    return valueType(in, code & 0xF);
  }

  static ValueType valueType(ByteReader in, int code) throws MalformedBytesException {
    try {
      return ValueType.ofCode(code);
    } catch (IllegalArgumentException e) {
      throw in.malformed("a value type", e.getMessage());
    }
  }

  private static void writeOptional(ByteWriter out, Optional<String> value) {
    out.writeByte(value.isPresent() ? 1 : 0);
    value.ifPresent(out::writeUtf8);
  }

  private static Optional<String> readOptional(ByteReader in) throws MalformedBytesException {
    return in.readByte() == 0 ? Optional.empty() : Optional.of(in.readUtf8());
  }

  private static void writeTags(ByteWriter out, Map<String, String> tags) {
    out.writeVarInt(tags.size());
    // In order of their keys, so that equal catalogs have equal bytes.
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> {
              out.writeUtf8(key);
              out.writeUtf8(value);
            });
  }

  private static Map<String, String> readTags(ByteReader in) throws MalformedBytesException {
    int count = in.readCount(2);
    Map<String, String> tags = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      tags.put(in.readUtf8(), in.readUtf8());
    }
    return tags;
  }
}
