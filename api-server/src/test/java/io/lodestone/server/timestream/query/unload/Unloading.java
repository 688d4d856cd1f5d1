package io.lodestone.server.timestream.query.unload;

import io.lodestone.scan.TableSchema;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.objects.StoredObjects;
import io.lodestone.sql.OpenTable;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.SqlOptions;
import io.lodestone.sql.Tables;
import io.lodestone.sql.unload.Unload;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Statements that unload what they make themselves into the bucket plant. For tests. */
final class Unloading {
  static final String QUERY_ID = "Q7";

  private static final NoTables NO_TABLES = new NoTables();

  private final SqlEngine engine =
      new SqlEngine(NO_TABLES, InstantSource.fixed(Instant.EPOCH), SqlOptions.DEFAULTS);
  private final CrashableDirectory disk = new CrashableDirectory();

  private static final class NoTables implements Tables {
    @Override
    public List<String> databaseNames() {
      return List.of();
    }

    @Override
    public boolean hasDatabase(String database) {
      return false;
    }

    @Override
    public List<String> tableNames(String database) {
      return List.of();
    }

    @Override
    public Optional<TableSchema> schema(String database, String table) {
      return Optional.empty();
    }

    @Override
    public OpenTable open(String database, String table) {
      throw new IllegalArgumentException("no table " + table);
    }
  }

  CrashableDirectory disk() {
    return disk;
  }

  QueryResult query(String sql) {
    return engine.executeOrUnload(sql, NO_TABLES);
  }

  UnloadedResult result(String sql) {
    return result(query(sql), disk);
  }

  static UnloadedResult result(QueryResult query, Directory onto) {
    return result(query, query.unload().orElseThrow(), onto);
  }

  static UnloadedResult result(QueryResult query, Unload unload, Directory onto) {
    return new UnloadedResult(query, unload, new LocalObjectStore(onto), QUERY_ID);
  }

  /** The answer to a statement: the texts of its one row. */
  List<String> run(String sql) {
    try (UnloadedResult result = result(sql)) {
      return row(result);
    }
  }

  /** Runs a result to its end. */
  static List<String> row(QueryResult result) {
    List<String> row = new ArrayList<>();
    while (result.advance()) {
      ResultBatch batch = result.batch();
      for (int i = 0; i < batch.rowCount(); i++) {
        for (int column = 0; column < result.columns().size(); column++) {
          row.add(batch.text(i, column));
        }
      }
    }
    return row;
  }

  /** What is stored, by key; what ends in .gz is unpacked. */
  Map<String, String> stored() throws IOException {
    return stored(disk);
  }

  static Map<String, String> stored(Directory disk) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, byte[]> object : StoredObjects.of(disk, "plant").entrySet()) {
      byte[] content = object.getValue();
      if (object.getKey().endsWith(".gz") && !object.getKey().contains("_x_")) {
        content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
      }
      texts.put(object.getKey(), new String(content, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
