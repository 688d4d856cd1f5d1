package io.lodestone.engine.journal;

import io.lodestone.engine.journal.JournalEntry.PointsCarried;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced.Before;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TickRuns;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link PointsEncoder} wrote, entry after entry in the order of the log. One owner. */
final class PointsDecoder {
  private final PackedLongs packed = new PackedLongs();
  private long[] series = new long[1024];
  private long[] times = new long[1024];
  private long[] versions = new long[1024];
  private int[] places = new int[1024];
  private long[] words = new long[1024];
  private byte[] bytes = new byte[1024];
  private final ColumnNames names = new ColumnNames();
  private long frame;

  /** Room that all spent batches may hold together, which is about what passes at a time. */
  private static final long SPENT_BYTES_MAX = 8L << 20;

  private long spentBytes;

  /** Columns of replaced points that nobody reads any more. */
  private List<ColumnBuffer> spentBefore = List.of();

  /** By table number times two, plus one for the late memtable. */
  private final Map<Long, NumberedSeries> byMemtable = new HashMap<>();

  /** The one that was asked for last, and of which memtable. */
  private NumberedSeries last;

  private long lastMemtable;

  void begin(long newFrame) {
    frame = newFrame;
  }

  /** Takes what an entry defines, and leaves its points unread. */
  void learn(long tableId, ByteReader in) throws MalformedBytesException {
    boolean late = in.readByte() != 0;
    readDefinitions(in, tableId, late);
  }

  private NumberedSeries readDefinitions(ByteReader in, long tableId, boolean late)
      throws MalformedBytesException {
    long age = in.readVarLong();
    if (age < 0 || age > frame) {
      throw in.malformed("series defined at most " + frame + " frames ago", Long.toString(age));
    }
    NumberedSeries numbered = numbered(tableId, late, frame - age);
    numbered.readDefinitions(in);
    return numbered;
  }

  /** All of an entry. */
  PointsWritten read(long tableId, ByteReader in) throws MalformedBytesException {
    return read(tableId, in, true);
  }

  /** Series, times and versions of an entry's points; the columns behind them are passed over. */
  PointsWritten readKeys(long tableId, ByteReader in) throws MalformedBytesException {
    PointsWritten keys = read(tableId, in, false);
    in.skip(in.remaining());
    return keys;
  }

  private PointsWritten read(long tableId, ByteReader in, boolean withColumns)
      throws MalformedBytesException {
    boolean late = in.readByte() != 0;
    NumberedSeries numbered = readDefinitions(in, tableId, late);
    int count = count(in);
    packed.read(in, series, count);
    packed.read(in, times, count);
    packed.read(in, versions, count);
    requireKeys(in, count);
    int lost = numbered.places(series, count, places);
    int columns = withColumns ? in.readCount(4) : 0;
    PointBatch.Builder batch = builder(numbered, count, columns);
    batch.points(places, times, versions, count);
    readColumns(in, columns, batch::column, count);
    PointBatch all = batch.build();
    return new PointsWritten(tableId, late, lost == 0 ? all : knownOf(all), lost);
  }

  private void requireKeys(ByteReader in, int count) throws MalformedBytesException {
    long signs = 0;
    for (int i = 0; i < count; i++) {
      signs |= series[i] | versions[i] | (versions[i] - 1);
    }
    for (int i = 0; i < count && signs < 0; i++) {
      if (series[i] < 0 || versions[i] < 1) {
        throw in.malformed(
            "a number of a series and a version from 1 on", series[i] + " and " + versions[i]);
      }
    }
  }

  PointsCarried readCarried(long tableId, ByteReader in) throws MalformedBytesException {
    PointsWritten written = read(tableId, in);
    long behind = in.readVarLong();
    if (behind < 1 || behind > frame) {
      throw in.malformed("1 to " + frame + " frames ago", Long.toString(behind));
    }
    long sinceMillis = in.readVarLong();
    int[] starts = new int[in.readCount(2)];
    long[] ticks = new long[starts.length];
    for (int run = 0; run < starts.length; run++) {
      starts[run] = in.readVarInt();
      ticks[run] = in.readVarLong();
      boolean ascends =
          run == 0 ? starts[0] >= 0 : starts[run] > starts[run - 1] && ticks[run] > ticks[run - 1];
      if (!ascends || starts[run] >= written.points().size() + written.lost()) {
        throw in.malformed("ascending ticks of points", starts[run] + " and " + ticks[run]);
      }
    }
    return new PointsCarried(written, frame - behind, sinceMillis, new TickRuns(starts, ticks));
  }

  /** In the memory of a spent batch, if there is one of this shape. */
  private PointBatch.Builder builder(NumberedSeries numbered, int count, int columns) {
    PointBatch spent = numbered.takeSpent();
    spentBytes -= spent == null ? 0 : bytes(spent);
    boolean fits =
        spent != null && spent.seriesList() == numbered.list() && spent.columns().size() == columns;
    return fits ? spent.recycle() : new PointBatch.Builder(numbered.list(), count);
  }

  /** Takes back what {@link #read} gave, when nobody reads it any more. */
  void recycle(PointsWritten written) {
    PointBatch points = written.points();
    NumberedSeries numbered = known(memtable(written.tableId(), written.late()));
    if (numbered != null
        && written.lost() == 0
        && points.seriesList() == numbered.list()
        && spentBytes + bytes(points) <= SPENT_BYTES_MAX) {
      spentBytes += bytes(points);
      numbered.giveSpent(points);
    }
  }

  /** Room that a spent batch takes, as long as it stays one. */
  private static long bytes(PointBatch points) {
    long total = 28L * points.times().length;
    for (ColumnBuffer column : points.columns()) {
      total += column.memoryBytes();
    }
    return total;
  }

  /** Which points of the entry that follows replaced others, and those others if they are told. */
  PointsReplaced readReplaced(long tableId, ByteReader in) throws MalformedBytesException {
    boolean late = in.readByte() != 0;
    int count = count(in);
    packed.read(in, series, count);
    int[] points = new int[count];
    for (int i = 0; i < count; i++) {
      if (series[i] < (i == 0 ? 0 : points[i - 1] + 1L) || series[i] > Integer.MAX_VALUE) {
        throw in.malformed("ascending numbers of points", Long.toString(series[i]));
      }
      points[i] = (int) series[i];
    }
    if (in.readByte() == 0) {
      return new PointsReplaced(tableId, late, points, Optional.empty());
    }
    long[] before = new long[count];
    packed.read(in, before, count);
    List<ColumnBuffer> spent = spentBefore;
    spentBefore = List.of();
    List<ColumnBuffer> columns = new ArrayList<>();
    readColumns(
        in,
        in.readCount(4),
        (name, type) -> {
          ColumnBuffer column = columnBefore(spent, columns.size(), name, type, count);
          columns.add(column);
          return column;
        },
        count);
    return new PointsReplaced(tableId, late, points, Optional.of(new Before(before, columns)));
  }

  /** A column in the memory of the one that stood in its place, if that was like it. */
  private static ColumnBuffer columnBefore(
      List<ColumnBuffer> spent, int place, String name, ValueType type, int count) {
    if (place < spent.size()
        && spent.get(place).type() == type
        && spent.get(place).name().equals(name)) {
      spent.get(place).clear();
      return spent.get(place);
    }
    return new ColumnBuffer(name, type, count);
  }

  /** Takes back what {@link #readReplaced} gave, when nobody reads it any more. */
  void recycle(PointsReplaced replaced) {
    List<ColumnBuffer> columns = replaced.before().map(Before::columns).orElse(List.of());
    if (columns.stream().mapToLong(ColumnBuffer::memoryBytes).sum() <= SPENT_BYTES_MAX) {
      spentBefore = columns;
    }
  }

  /** Nothing more will come for a table. */
  void forget(long tableId) {
    forget(byMemtable.remove(memtable(tableId, false)));
    forget(byMemtable.remove(memtable(tableId, true)));
  }

  /** Forgets the numbers that began in a frame up to this one: nothing will name them any more. */
  void forgetUpTo(long lastFrame) {
    byMemtable
        .values()
        .removeIf(
            numbered -> {
              boolean dead = numbered.firstFrame() <= lastFrame;
              if (dead) {
                forget(numbered);
              }
              return dead;
            });
  }

  /** The oldest frame in which known numbers began; {@link Long#MAX_VALUE} when none are known. */
  long oldestNumbers() {
    return byMemtable.values().stream()
        .mapToLong(NumberedSeries::firstFrame)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void forget(NumberedSeries numbered) {
    last = null;
    if (numbered != null) {
      spentBytes -= numbered.spent().stream().mapToLong(PointsDecoder::bytes).sum();
    }
  }

  private static long memtable(long tableId, boolean late) {
    return 2 * tableId + (late ? 1 : 0);
  }

  /** The series of a memtable as far as frames have defined them since those numbers began. */
  private NumberedSeries numbered(long tableId, boolean late, long firstFrame) {
    long memtable = memtable(tableId, late);
    NumberedSeries known = known(memtable);
    if (known == null || known.firstFrame() != firstFrame) {
      forget(known);
      known = new NumberedSeries(firstFrame);
      byMemtable.put(memtable, known);
      last = known;
    }
    return known;
  }

  private NumberedSeries known(long memtable) {
    if (last == null || lastMemtable != memtable) {
      last = byMemtable.get(memtable);
      lastMemtable = memtable;
    }
    return last;
  }

  /** The points whose series is known. */
  private static PointBatch knownOf(PointBatch all) {
    PointBatch.Builder known = new PointBatch.Builder(all.seriesList(), all.size());
    for (int i = 0; i < all.size(); i++) {
      if (all.series()[i] < 0) {
        continue;
      }
      known.point(known.size(), all.series()[i], all.times()[i], all.versions()[i]);
      for (ColumnBuffer column : all.columns()) {
        if (column.isPresent(i)) {
          known.valueColumn(column.name(), column.type()).appendFrom(column, i);
        }
      }
    }
    return known.build();
  }

  /**
   * The number of points: bounded by what the packed groups at least take, before anything is
   * allocated.
   */
  private int count(ByteReader in) throws MalformedBytesException {
    int count = in.readVarInt();
    long groups = (count + 1023L) / 1024;
    if (count < 0 || groups * PackedLongs.GROUP_BYTES_MIN > in.remaining()) {
      throw in.malformed("a count of points that fits the entry", Integer.toString(count));
    }
    if (times.length < count) {
      series = new long[count];
      times = new long[count];
      versions = new long[count];
      places = new int[count];
      words = new long[count];
    }
    return count;
  }

  /** Makes the column of a name and type, or finds it. */
  private interface Columns {
    ColumnBuffer column(String name, ValueType type);
  }

  private void readColumns(ByteReader in, int columns, Columns into, int count)
      throws MalformedBytesException {
    for (int i = 0; i < columns; i++) {
      readColumn(in, i, into, count);
    }
  }

  private void readColumn(ByteReader in, int number, Columns into, int count)
      throws MalformedBytesException {
    String name = names.read(in, number);
    ValueType type = CatalogCodec.valueType(in, in.readUnsignedByte());
    ColumnBuffer column = into.column(name, type);
    if (column.size() != 0) {
      throw in.malformed("each column once", name + " twice");
    }
    byte[] presence = null;
    int present = count;
    if (in.readByte() != 0) {
      presence = in.readBytes((count + 7) >>> 3);
      present = 0;
      for (int i = 0; i < count; i++) {
        present += presence[i >>> 3] >>> (i & 7) & 1;
      }
    }
    if (type == ValueType.VARCHAR) {
      readTexts(in, column, presence, count, present);
      return;
    }
    if (presence == null) {
      column.appendUnset(count);
      readWords(in, type, column.words(), count);
      return;
    }
    readWords(in, type, words, present);
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (isPresent(presence, i)) {
        column.appendWord(words[next++]);
      } else {
        column.appendAbsent();
      }
    }
  }

  private void readWords(ByteReader in, ValueType type, long[] into, int count)
      throws MalformedBytesException {
    if (type == ValueType.DOUBLE) {
      readDoubles(in, into, count);
    } else {
      packed.read(in, into, count);
    }
  }

  private void readDoubles(ByteReader in, long[] into, int count) throws MalformedBytesException {
    int mode = in.readUnsignedByte();
    switch (mode) {
      case PointsEncoder.RAW -> {
        for (int i = 0; i < count; i++) {
          into[i] = in.readLong();
        }
      }
      case PointsEncoder.WHOLE_NUMBERS -> {
        packed.read(in, into, count);
        for (int i = 0; i < count; i++) {
          into[i] = Double.doubleToRawLongBits((double) into[i]);
        }
      }
      default -> throw in.malformed("a form of doubles", Integer.toString(mode));
    }
  }

  private void readTexts(
      ByteReader in, ColumnBuffer column, byte[] presence, int count, int present)
      throws MalformedBytesException {
    packed.read(in, words, present);
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (!isPresent(presence, i)) {
        column.appendAbsent();
        continue;
      }
      long length = words[next++];
      if (length < 0 || length > in.remaining()) {
        throw in.malformed("a text of at most " + in.remaining() + " bytes", Long.toString(length));
      }
      if (bytes.length < length) {
        bytes = new byte[(int) Math.max(length, 2L * bytes.length)];
      }
      in.readBytes(bytes, 0, (int) length);
      column.appendVarchar(bytes, 0, (int) length);
    }
  }

  private static boolean isPresent(byte[] presence, int index) {
    return presence == null || (presence[index >>> 3] >>> (index & 7) & 1) != 0;
  }
}
