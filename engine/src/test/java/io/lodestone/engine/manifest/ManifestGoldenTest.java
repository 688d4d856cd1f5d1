package io.lodestone.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.WorkedBytes;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.testkit.data.GoldenFile;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A manifest that an earlier build wrote, and what was read from it. */
class ManifestGoldenTest {
  private static final String BYTES = "manifest/v1/four-edits.bin";
  private static final String DUMP = "manifest/v1/four-edits.txt";
  private static final String FILE = "00000001.manifest";
  private static final Instant THEN = Instant.ofEpochMilli(1_767_225_600_123L);

  private static Catalog catalog() {
    return Catalog.of(
        List.of(
            new DatabaseEntry(
                1, new DatabaseName("plant"), THEN, THEN, Optional.empty(), Map.of("a", "b"))),
        List.of(
            new TableEntry(
                2,
                1,
                TableDefinition.of(TableRef.of("plant", "sensors")),
                THEN,
                THEN,
                1_700_000_000_000_000_000L,
                List.of("host"),
                List.of(Column.measure("d", ValueType.DOUBLE)))),
        5);
  }

  private static SegmentMetadata segment(long id) {
    return new SegmentMetadata(
        new SegmentId(id), 2, 1_000 * id, 10, -id, 1_767_225_600_000_000_000L, 4_096, -7);
  }

  private static byte[] write() throws Exception {
    CrashableDirectory disk = new CrashableDirectory();
    try (ManifestLog log = ManifestLog.open(disk, finding -> {})) {
      log.append(
          ManifestEdit.flushed(
              List.of(segment(1), segment(2)), new Checkpoint(10, Catalog.EMPTY, 1_000)));
      log.append(ManifestEdit.dropped(List.of(new SegmentId(1))));
      log.append(
          ManifestEdit.flushed(
              List.of(segment(300)), new Checkpoint(1L << 40, catalog(), THEN.toEpochMilli())));
    }
    return Damage.bytesOf(disk, FILE);
  }

  private static String dump(Manifest manifest) {
    StringBuilder text = new StringBuilder();
    manifest.segments().forEach(segment -> text.append(segment).append('\n'));
    text.append("checkpoint at frame ").append(manifest.checkpoint().frame());
    text.append(", clock ").append(manifest.checkpoint().clockMillis()).append('\n');
    Catalog catalog = manifest.checkpoint().catalog();
    catalog.databases().forEach(database -> text.append(database).append('\n'));
    catalog.tables().forEach(table -> text.append(table).append('\n'));
    text.append("next table ").append(catalog.nextId());
    text.append(", next segment ").append(manifest.nextSegment()).append('\n');
    return text.toString();
  }

  @Test
  void whatVersionOneWroteReadsAsItDid() throws Exception {
    CrashableDirectory disk = new CrashableDirectory();
    Damage.replace(disk, FILE, GoldenFile.read(BYTES));
    Damage.replace(disk, "CURRENT", (FILE + "\n").getBytes(StandardCharsets.US_ASCII));
    ManifestLog log =
        ManifestLog.open(
            disk,
            finding -> {
              throw new AssertionError(finding);
            });
    GoldenFile.assertSame(DUMP, dump(log.manifest()).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thisBuildWritesWhatVersionOneWrote() throws Exception {
    GoldenFile.assertSame(BYTES, write());
  }

  @Test
  void theExampleOfTheManifestPageIsWhatIsWritten() throws Exception {
    ManifestEdit edit =
        new ManifestEdit(
            List.of(
                new SegmentMetadata(
                    new SegmentId(3),
                    2,
                    1_000,
                    10,
                    1_767_225_600_000_000_000L,
                    1_767_225_609_990_000_000L,
                    4_096,
                    0x01020304)),
            List.of(new SegmentId(1)),
            Optional.of(new Checkpoint(17, Catalog.EMPTY, 1_767_225_600_123L)));
    ManifestCodec codec = new ManifestCodec(DatabaseKeys.none());
    ByteBuffer written = codec.encode(edit, Catalog.EMPTY, 4, 0);
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    byte[] page = WorkedBytes.of("manifest", "## An example");
    assertEquals(HexFormat.of().formatHex(bytes), HexFormat.of().formatHex(page));
    ManifestCodec.Decoded decoded = codec.decode("page", 1, ByteBuffer.wrap(page), Catalog.EMPTY);
    assertEquals(edit.added(), decoded.edit().added());
    assertEquals(edit.removed(), decoded.edit().removed());
    assertEquals(17, decoded.edit().checkpoint().orElseThrow().frame());
    assertEquals(4, decoded.nextSegment());
    assertEquals(0, decoded.following());
  }
}
