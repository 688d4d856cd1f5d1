package io.lodestone.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The catalog in checkpoints: what has changed is written, whatever the size of the whole. */
class ManifestCatalogTest {
  private static final int TABLES = 10_000;
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  private final CrashableDirectory disk = new CrashableDirectory();

  private static TableEntry table(long id, String name, int columns) {
    List<Column> measures = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      measures.add(Column.measure("measured_" + i, ValueType.DOUBLE));
    }
    TableDefinition definition = TableDefinition.of(TableRef.of("plant", name));
    return new TableEntry(id, 1, definition, THEN, THEN, 0, List.of("host"), measures);
  }

  private static Catalog catalog(int tables, int columns) {
    List<TableEntry> entries = new ArrayList<>();
    for (int i = 0; i < tables; i++) {
      entries.add(table(i + 2, "table" + i, columns));
    }
    DatabaseEntry database =
        new DatabaseEntry(1, new DatabaseName("plant"), THEN, THEN, Optional.empty(), Map.of());
    return Catalog.of(List.of(database), entries, tables + 2);
  }

  private long manifestBytes() throws IOException {
    long bytes = 0;
    for (String name : disk.list()) {
      bytes += disk.size(name);
    }
    return bytes;
  }

  private static ManifestEdit checkpoint(long frame, Catalog catalog) {
    return ManifestEdit.flushed(List.of(), new Checkpoint(frame, catalog, frame));
  }

  private static Catalog read(ManifestLog log) {
    return log.manifest().checkpoint().catalog();
  }

  private static void assertSame(Catalog expected, Catalog found) {
    assertEquals(expected.databases(), found.databases());
    assertEquals(expected.tables(), found.tables());
    assertEquals(expected.nextId(), found.nextId());
  }

  @Test
  void aCheckpointOfManyTablesCostsWhatHasChanged() throws Exception {
    Catalog catalog = catalog(TABLES, 1);
    Catalog changed = catalog.with(table(2 + TABLES / 2, "table" + TABLES / 2, 3));
    Catalog dropped = changed.without(TableRef.of("plant", "table7"));
    try (ManifestLog log = ManifestLog.open(disk, finding -> {})) {
      log.append(checkpoint(1, catalog));
      long before = manifestBytes();
      log.append(checkpoint(2, catalog));
      assertTrue(manifestBytes() - before < 128, "an edit without a change of the catalog");
      before = manifestBytes();
      log.append(checkpoint(3, changed));
      assertTrue(manifestBytes() - before < 512, "an edit that changes one table");
      before = manifestBytes();
      log.append(checkpoint(4, dropped));
      assertTrue(manifestBytes() - before < 128, "an edit that drops one table");
    }
    for (int start = 0; start < 2; start++) {
      try (ManifestLog log = ManifestLog.open(disk, finding -> {})) {
        assertTrue(log.isComplete());
        assertSame(dropped, read(log));
      }
    }
  }

  @Test
  void aStateBeyondOneFrameIsWrittenInSeveral() throws Exception {
    Catalog catalog = catalog(400, 1_000);
    try (ManifestLog log = ManifestLog.open(disk, finding -> {})) {
      log.append(checkpoint(1, catalog));
    }
    assertTrue(manifestBytes() > 4L << 20, "large enough to be cut: " + manifestBytes());
    for (int start = 0; start < 2; start++) {
      try (ManifestLog log =
          ManifestLog.open(
              disk,
              finding -> {
                throw new AssertionError(finding);
              })) {
        assertSame(catalog, read(log));
      }
    }
  }

  @Test
  void anEditOfSeveralFramesIsInForceWithTheLastOne() throws Exception {
    Catalog large = catalog(400, 1_000);
    long before;
    try (ManifestLog log = ManifestLog.open(disk, finding -> {})) {
      log.append(checkpoint(1, catalog(3, 1)));
      before = manifestBytes();
      log.append(checkpoint(2, large));
    }
    String file = disk.list().stream().filter(name -> name.endsWith(".manifest")).findFirst().get();
    byte[] whole = Damage.bytesOf(disk, file);
    int after = whole.length;
    int current = Math.toIntExact(manifestBytes() - after);
    int start = Math.toIntExact(before) - current;
    for (int cut = 1; cut < 5; cut++) {
      CrashableDirectory torn = new CrashableDirectory();
      int length = start + (int) ((long) (after - start) * cut / 5);
      Damage.replace(torn, file, Arrays.copyOf(whole, length));
      Damage.replace(torn, "CURRENT", Damage.bytesOf(disk, "CURRENT"));
      try (ManifestLog log = ManifestLog.open(torn, finding -> {})) {
        assertEquals(1, log.manifest().checkpoint().frame(), "cut at " + length);
        assertEquals(3, read(log).tables().size());
      }
    }
  }

  @Test
  void aDamagedEditIsSaidToBeMissing() throws Exception {
    try (ManifestLog log = ManifestLog.open(disk, finding -> {})) {
      log.append(checkpoint(1, catalog(2, 1)));
      log.append(checkpoint(2, catalog(3, 1)));
      log.append(checkpoint(3, catalog(4, 1)));
    }
    String file = disk.list().stream().filter(name -> name.endsWith(".manifest")).findFirst().get();
    Damage.flipBit(disk, file, 8L * (Damage.bytesOf(disk, file).length / 2));
    List<String> findings = new ArrayList<>();
    try (ManifestLog log = ManifestLog.open(disk, findings::add)) {
      assertFalse(log.isComplete());
      assertFalse(findings.isEmpty());
    }
  }
}
