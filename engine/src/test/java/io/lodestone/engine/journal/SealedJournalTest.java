package io.lodestone.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.EntryLocked;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TableChanged;
import io.lodestone.engine.journal.JournalEntry.TickNoted;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.crypt.WrappedKey;
import io.lodestone.testkit.crypt.SimulatedKeys;
import io.lodestone.testkit.data.GoldenFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Entries of an encrypted database: the bytes that version 1 wrote, and where they open. */
class SealedJournalTest {
  private static final String GOLDEN = "journal/v1/sealed-entries.bin";
  private static final Instant THEN = Instant.ofEpochMilli(1_767_225_600_123L);
  private static final long FRAME = 9;

  private final SimulatedKeys store = new SimulatedKeys(3).add("master");
  private final DatabaseKeys keys = new DatabaseKeys(store, store.random());
  private final WrappedKey key = keys.create("master");
  private final byte[] frame = encode();

  private byte[] encode() {
    DatabaseEntry database =
        new DatabaseEntry(
            1,
            new DatabaseName("plant"),
            THEN,
            THEN,
            Optional.of("master"),
            Map.of(),
            Optional.of(key));
    PointBatch.Builder points = new PointBatch.Builder(2);
    int series = points.series(SeriesKey.of("secret-measure", "secret-host", "secret-value"));
    for (int i = 0; i < 2; i++) {
      points.point(i, series, 1_000L + i, 1);
      points.valueColumn("secret-column", ValueType.VARCHAR).appendVarchar("secret-text");
    }
    JournalEncoder encoder = new JournalEncoder(keys);
    encoder.begin(FRAME, 1);
    encoder.add(new DatabaseChanged(database));
    encoder.add(new TableChanged(table()));
    encoder.add(new TickNoted(1_767_225_600L));
    encoder.add(new ColumnDefined(2, Column.dimension("secret-host")));
    encoder.add(new PointsWritten(2, false, points.build()));
    byte[] bytes = new byte[encoder.payload().remaining()];
    encoder.payload().get(bytes);
    return bytes;
  }

  private static TableEntry table() {
    return new TableEntry(
        2,
        1,
        new TableDefinition(
            TableRef.of("plant", "sensors"),
            RetentionPolicy.DEFAULT,
            MagneticStoreWrites.OFF,
            List.of(
                new PartitionKey(PartitionKey.Kind.DIMENSION, Optional.of("secret-host"), true)),
            Map.of()),
        THEN,
        THEN,
        0,
        List.of(),
        List.of(Column.measure("secret-column", ValueType.VARCHAR)));
  }

  /** As the next process reads it. */
  private List<JournalEntry> decode(long number, byte[] bytes) throws CorruptFileException {
    return new JournalDecoder(new DatabaseKeys(store, store.random()))
        .decode(number, ByteBuffer.wrap(bytes));
  }

  @Test
  void whatVersionOneWroteReadsAsItDid() throws Exception {
    GoldenFile.assertSame(GOLDEN, frame);
    List<JournalEntry> entries = decode(FRAME, GoldenFile.read(GOLDEN));
    assertEquals(table(), assertInstanceOf(TableChanged.class, entries.get(1)).table());
    assertEquals(new ColumnDefined(2, Column.dimension("secret-host")), entries.get(3));
    PointBatch points = assertInstanceOf(PointsWritten.class, entries.get(4)).points();
    assertEquals(2, points.size());
    assertEquals("secret-text", points.columns().getFirst().varcharAt(1));
  }

  @Test
  void nothingOfItStandsInTheClear() {
    assertFalse(new String(frame, StandardCharsets.ISO_8859_1).contains("secret"));
  }

  @Test
  void itOpensInItsFrameOnly() {
    CorruptFileException moved =
        assertThrows(CorruptFileException.class, () -> decode(FRAME + 1, frame));
    assertTrue(moved.getMessage().contains("bytes sealed for this place"), moved.getMessage());
  }

  @Test
  void noBitOfASealedEntryMayChange() {
    byte[] changed = frame.clone();
    changed[changed.length - 1] ^= 1;
    assertThrows(CorruptFileException.class, () -> decode(FRAME, changed));
  }

  @Test
  void withoutTheKeyItIsHandedOnAsItIs() throws Exception {
    store.lose("master");
    List<JournalEntry> locked = decode(FRAME, frame);
    assertInstanceOf(EntryLocked.class, locked.get(3));
    assertTrue(assertInstanceOf(EntryLocked.class, locked.get(4)).holdsPoints());
    assertEquals(List.of(), assertInstanceOf(TableChanged.class, locked.get(1)).table().measures());

    JournalEncoder again = new JournalEncoder();
    again.begin(FRAME, 1);
    again.add(locked.get(0));
    again.add(locked.get(3));
    again.add(locked.get(4));
    byte[] kept = new byte[again.payload().remaining()];
    again.payload().get(kept);
    store.giveBack("master");
    List<JournalEntry> back = decode(FRAME, kept);
    assertEquals(new ColumnDefined(2, Column.dimension("secret-host")), back.get(1));
    assertEquals(2, assertInstanceOf(PointsWritten.class, back.get(2)).points().size());
  }
}
