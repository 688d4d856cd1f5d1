package io.lodestone.segments;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.segments.block.BlockWriter;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.index.BlockDirectoryWriter;
import io.lodestone.segments.index.RunIndexWriter;
import io.lodestone.segments.index.SeriesDictionaryWriter;
import io.lodestone.segments.index.SeriesFilterWriter;
import io.lodestone.segments.layout.Section;
import io.lodestone.segments.layout.SectionKind;
import io.lodestone.segments.layout.SegmentLayout;
import io.lodestone.segments.seal.SealedPieces;
import io.lodestone.segments.seal.SegmentSeal;
import io.lodestone.storage.FileFooter;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.bytes.Checksum;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns sorted points into a segment. One segment after the other, each by one thread; what a crash
 * or a failure leaves is the store's affair, and never a segment.
 */
public final class SegmentWriter {
  private static final byte[] NOTHING = {};

  private final SegmentStore store;
  private final SegmentOptions options;
  private final SegmentKeys keys;

  /** Writes segments that are not encrypted. */
  public SegmentWriter(SegmentStore store, SegmentOptions options) {
    this(store, options, SegmentKeys.NONE);
  }

  /**
   * @param keys says of each segment whether it is encrypted, and how
   */
  public SegmentWriter(SegmentStore store, SegmentOptions options, SegmentKeys keys) {
    this.store = store;
    this.options = options;
    this.keys = keys;
  }

  /**
   * Pulls all points and makes them a durable segment. Columns that hold no value are not stored.
   * The segment has its series in the cursor's order, and says so.
   *
   * @param id never used before
   * @param tableId the table whose points these are
   * @param measureColumns exactly the cursor's projection, each name and type once
   * @param sortedPoints the caller closes it
   * @return what the manifest has to remember; empty, and nothing is written, when the cursor has
   *     no point
   * @throws IllegalArgumentException when series or times do not ascend strictly; nothing is
   *     written then
   */
  public Optional<SegmentMetadata> write(
      SegmentId id, long tableId, List<Column> measureColumns, PointCursor sortedPoints)
      throws IOException {
    return finish(begin(id, tableId, measureColumns, sortedPoints));
  }

  /**
   * {@link #write} for a segment in the role of {@link SegmentRole.History}: a time may come
   * several times, with versions that ascend strictly. The metadata returned is that of the object;
   * the caller puts it into its role.
   */
  public Optional<SegmentMetadata> writeHistory(
      SegmentId id, long tableId, List<Column> measureColumns, PointCursor sortedPoints)
      throws IOException {
    return finish(beginHistory(id, tableId, measureColumns, sortedPoints));
  }

  private static Optional<SegmentMetadata> finish(Draft begun) throws IOException {
    try (Draft draft = begun) {
      while (draft.advance(Long.MAX_VALUE)) {
        continue;
      }
      return draft.finish();
    }
  }

  /** The same in pieces, for whoever must not be busy for long. Parameters as in {@link #write}. */
  public Draft begin(
      SegmentId id, long tableId, List<Column> measureColumns, PointCursor sortedPoints) {
    return new Draft(id, tableId, measureColumns, sortedPoints, false);
  }

  /** {@link #writeHistory} in pieces. */
  public Draft beginHistory(
      SegmentId id, long tableId, List<Column> measureColumns, PointCursor sortedPoints) {
    return new Draft(id, tableId, measureColumns, sortedPoints, true);
  }

  /**
   * A segment of which some is written. One thread. Closing it before {@link #finish()} abandons
   * it.
   */
  public final class Draft implements Closeable {
    private final SegmentId id;
    private final long tableId;
    private final List<Column> measureColumns;
    private final PointCursor points;

    /** Whether a time may come again with a higher version. */
    private final boolean repeats;

    /** Null before the first point. */
    private Writing writing;

    private boolean inSeries;
    private boolean seriesBegun;

    private Draft(
        SegmentId id,
        long tableId,
        List<Column> measureColumns,
        PointCursor points,
        boolean repeats) {
      this.id = id;
      this.tableId = tableId;
      this.measureColumns = measureColumns;
      this.points = points;
      this.repeats = repeats;
    }

    /**
     * Pulls and writes some points.
     *
     * @param pointsMax after how many to stop, give or take a chunk
     * @return whether there may be more; false: go on with {@link #finish()}
     */
    public boolean advance(long pointsMax) throws IOException {
      long left = pointsMax;
      while (left > 0) {
        if (!inSeries) {
          if (!points.nextSeries()) {
            return false;
          }
          inSeries = true;
          seriesBegun = false;
          // A cursor may pass over many series that hold nothing.
          left--;
        }
        if (points.nextChunk()) {
          append();
          left -= points.chunk().size();
        } else {
          if (seriesBegun) {
            writing.endSeries();
          }
          inSeries = false;
        }
      }
      return true;
    }

    private void append() throws IOException {
      if (writing == null) {
        writing = new Writing(id, tableId, measureColumns, points.keyOrder(), repeats);
      }
      if (!seriesBegun) {
        writing.beginSeries(points.keyBytes(), points.keyOffset(), points.keyLength());
        seriesBegun = true;
      }
      writing.append(points.chunk());
    }

    /** Bytes written so far. */
    public long bytes() {
      return writing == null ? 0 : writing.sink.size();
    }

    /**
     * Makes what was written a durable segment.
     *
     * @return empty when there was no point
     */
    public Optional<SegmentMetadata> finish() throws IOException {
      return writing == null ? Optional.empty() : Optional.of(writing.finish());
    }

    @Override
    public void close() throws IOException {
      if (writing != null) {
        writing.sink.close();
      }
    }
  }

  /** One segment while it is written. */
  private final class Writing {
    private final SegmentId id;
    private final long tableId;
    private final KeyOrder keyOrder;

    /** Whether a time may come again with a higher version. */
    private final boolean repeats;

    private final SegmentSink sink;
    private final Optional<SegmentSeal> seal;
    private final Optional<SealedPieces> pieces;
    private final BlockWriter block;
    private final BlockDirectoryWriter directory;
    private final SeriesDictionaryWriter dictionary = new SeriesDictionaryWriter();
    private final RunIndexWriter runs = new RunIndexWriter();
    private final SeriesFilterWriter filter = new SeriesFilterWriter();
    private final EncodedWriter buffer = new EncodedWriter(1 << 16);
    private final Map<SectionKind, Section> sections = new EnumMap<>(SectionKind.class);
    private final int[] columnEnds;
    private byte[] lastKey = new byte[0];
    private int lastKeyLength;
    private long lastTime;
    private long lastVersion;
    private boolean runIsEmpty;
    private long points;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    Writing(SegmentId id, long tableId, List<Column> measures, KeyOrder keyOrder, boolean repeats)
        throws IOException {
      this.id = id;
      this.keyOrder = keyOrder;
      this.repeats = repeats;
      this.tableId = tableId;
      ByteBuffer header = ByteBuffer.allocate(FileHeader.BYTES);
      new FileHeader(SegmentLayout.KIND, SegmentLayout.VERSION, id.value()).writeTo(header);
      Optional<SegmentKeys.Sealing> sealing = keys.sealing(tableId);
      this.seal = sealing.map(SegmentKeys.Sealing::seal);
      this.pieces =
          sealing.map(how -> SealedPieces.of(how.key(), how.seal(), header.array().clone()));
      this.block =
          new BlockWriter(
              id.value(),
              measures,
              options.pointsPerBlock(),
              options.blockValueBytesMax(),
              options.effort(),
              pieces);
      this.directory = new BlockDirectoryWriter(measures);
      this.columnEnds = new int[BlockWriter.FIRST_MEASURE + measures.size()];
      this.sink = store.create(id);
      try {
        sink.append(header.flip());
      } catch (IOException | RuntimeException e) {
        sink.close();
        throw e;
      }
    }

    void beginSeries(byte[] key, int offset, int length) {
      int shared = Arrays.mismatch(lastKey, 0, lastKeyLength, key, offset, offset + length);
      if (points > 0 && !ascends(key, offset, length, shared)) {
        throw new IllegalArgumentException(
            "series do not ascend: "
                + SeriesKey.ofEncoded(key, offset, length)
                + " after "
                + SeriesKey.ofEncoded(lastKey, 0, lastKeyLength)
                + " in the order of "
                + keyOrder);
      }
      shared = Math.max(0, shared);
      if (lastKey.length < length) {
        lastKey = Arrays.copyOf(lastKey, 2 * length);
      }
      System.arraycopy(key, offset + shared, lastKey, shared, length - shared);
      lastKeyLength = length;
      dictionary.add(key, offset, length, shared);
      filter.add(key, offset, length);
      runs.add(points);
      runIsEmpty = true;
    }

    /**
     * Whether a key stands behind the last one.
     *
     * @param shared the first byte in which they differ, -1 when they do not
     */
    private boolean ascends(byte[] key, int offset, int length, int shared) {
      if (keyOrder.isLed()) {
        return keyOrder.compare(lastKey, 0, lastKeyLength, key, offset, length) < 0;
      }
      return shared == lastKeyLength
          || shared >= 0
              && shared < length
              && Byte.compareUnsigned(lastKey[shared], key[offset + shared]) < 0;
    }

    void append(PointChunk chunk) throws IOException {
      long[] times = chunk.times();
      long[] versions = chunk.versions();
      for (int i = 0; i < chunk.size(); i++) {
        if (!runIsEmpty
            && times[i] <= lastTime
            && !(repeats && times[i] == lastTime && versions[i] > lastVersion)) {
          throw new IllegalArgumentException(
              "times do not ascend: "
                  + times[i]
                  + " after "
                  + lastTime
                  + " in "
                  + SeriesKey.ofEncoded(lastKey, 0, lastKeyLength));
        }
        runIsEmpty = false;
        lastTime = times[i];
        lastVersion = versions[i];
      }
      minTime = Math.min(minTime, times[0]);
      maxTime = Math.max(maxTime, lastTime);
      int from = 0;
      while (from < chunk.size()) {
        int taken =
            block.append(times, chunk.versions(), chunk.columns(), from, chunk.size() - from);
        points += taken;
        from += taken;
        if (block.isFull()) {
          writeBlock();
        }
      }
    }

    void endSeries() {
      block.endRun();
    }

    private void writeBlock() throws IOException {
      int number = directory.blockCount();
      directory.begin(block, points - block.points());
      buffer.truncate(0);
      block.write(number, sink.size(), columnEnds, buffer);
      append(block.overflow());
      directory.end(sink.size(), columnEnds);
      append(buffer);
    }

    SegmentMetadata finish() throws IOException {
      if (block.points() > 0) {
        writeBlock();
      }
      buffer.truncate(0);
      runs.write(buffer);
      writeSection(SectionKind.RUNS, buffer);
      EncodedWriter postings = new EncodedWriter(1 << 12);
      buffer.truncate(0);
      dictionary.write(buffer, postings);
      writeSection(SectionKind.DICTIONARY, buffer);
      writeSection(SectionKind.POSTINGS, postings);
      buffer.truncate(0);
      directory.write(buffer);
      writeSection(SectionKind.DIRECTORY, buffer);
      buffer.truncate(0);
      filter.write(points, buffer);
      writeSection(SectionKind.FILTER, buffer);
      FileFooter footer = writeContents();
      ByteBuffer bytes = ByteBuffer.allocate(FileFooter.BYTES);
      footer.writeTo(bytes);
      sink.append(bytes.flip());
      long size = sink.size();
      sink.commit();
      return new SegmentMetadata(
          id, tableId, points, dictionary.seriesCount(), minTime, maxTime, size, footer.checksum());
    }

    private FileFooter writeContents() throws IOException {
      ByteBuffer contents =
          new SegmentLayout(
                  tableId,
                  points,
                  dictionary.seriesCount(),
                  minTime,
                  maxTime,
                  keyOrder,
                  sections,
                  seal,
                  pieces.map(sealing -> sealing.sealOrder(keyOrder.escapedName())).orElse(NOTHING))
              .toBytes();
      int length = contents.remaining();
      int checksum = Checksum.of(contents);
      long offset = sink.size();
      sink.append(contents);
      return new FileFooter(
          SegmentLayout.KIND,
          id.value(),
          offset,
          length,
          checksum,
          offset + length + FileFooter.BYTES);
    }

    private void writeSection(SectionKind kind, EncodedWriter bytes) throws IOException {
      pieces.ifPresent(sealing -> sealing.sealSection(kind.id(), bytes));
      sections.put(
          kind,
          new Section(
              kind, sink.size(), bytes.size(), Checksum.of(bytes.bytes(), 0, bytes.size())));
      append(bytes);
    }

    private void append(EncodedWriter bytes) throws IOException {
      if (bytes.size() > 0) {
        sink.append(ByteBuffer.wrap(bytes.bytes(), 0, bytes.size()));
      }
    }
  }
}
