package io.lodestone.segments.block;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.segments.encoding.DoubleCodec;
import io.lodestone.segments.encoding.EncodedReader;
import io.lodestone.segments.encoding.Encoding;
import io.lodestone.segments.encoding.LongCodec;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.encoding.Runs;
import io.lodestone.segments.encoding.TextCodec;
import io.lodestone.segments.seal.SealedPieces;
import io.lodestone.storage.CorruptFileException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads columns of blocks: copies their bytes, checks them, decodes what was checked. One owner;
 * reusable for all columns and blocks of a segment.
 */
public final class ColumnReader {
  /**
   * The most raw bytes of text in a block: 1 MiB of values, the last value, and what lengths and
   * codes take.
   */
  private static final int TEXT_BYTES_MAX = 1 << 26;

  private static final int FLAGS =
      ColumnWriter.HAS_BITMAP | ColumnWriter.IS_LZ4 | OverflowWriter.HAS_OVERFLOW;

  private final String file;
  private final MemorySegment memory;
  private final boolean anchorsOnly;
  private final ColumnChecksum checksum;
  private final EncodedReader in = new EncodedReader();

  /**
   * Null when the segment is not encrypted; else opens what was loaded and checked into {@link
   * #in}.
   */
  private final SealedPieces pieces;

  /** Where columns are loaded: {@link #in} itself when nothing is sealed. */
  private final EncodedReader loaded;

  private final EncodedReader unpacked = new EncodedReader();
  private final LongCodec longs = new LongCodec();
  private final DoubleCodec doubles = new DoubleCodec(longs);
  private final TextCodec texts = new TextCodec(longs);
  private final Runs runs = new Runs();
  private final long[] vector = new long[LongCodec.VALUES_MAX];
  private final long[] presence = new long[BlockRuns.POINTS_MAX / Long.SIZE];
  private final BlockCompression compression = new BlockCompression();
  private final OverflowReader overflow;

  /**
   * @param file how errors name the file
   * @param fileId part of every checksum
   * @param memory the whole file
   * @param anchorsOnly whether only the last value of each run is wanted: the others may be
   *     anything
   * @param pieces opens the columns; empty when the segment is not encrypted
   */
  public ColumnReader(
      String file,
      long fileId,
      MemorySegment memory,
      boolean anchorsOnly,
      Optional<SealedPieces> pieces) {
    this.file = file;
    this.memory = memory;
    this.anchorsOnly = anchorsOnly;
    this.checksum = new ColumnChecksum(fileId);
    this.pieces = pieces.orElse(null);
    this.loaded = this.pieces == null ? in : new EncodedReader();
    this.overflow = new OverflowReader(file, memory, checksum, compression, this.pieces);
  }

  /**
   * Where a column lies.
   *
   * @param block the number of the block
   * @param column the number of the column
   * @param start offset of its first byte in the file
   * @param length its bytes, checksum included
   */
  public record Place(int block, int column, long start, int length) {}

  /** Reads a column without absent values, times or versions. */
  public void readLongs(Place place, int points, BlockRuns blockRuns, long[] into)
      throws CorruptFileException {
    load(place);
    try {
      int at = in.position();
      int flags = in.readByte();
      if (flags != 0) {
        throw new MalformedVectorException(at, "no flags", "flags " + flags);
      }
      for (int from = 0; from < points; from += LongCodec.VALUES_MAX) {
        int n = Math.min(LongCodec.VALUES_MAX, points - from);
        blockRuns.part(from, from + n, null, runs);
        // Codecs write at the start of an array: the first vector goes where it belongs at once.
        decodeLongs(in, n, from == 0 ? into : vector);
        if (from > 0) {
          System.arraycopy(vector, 0, into, from, n);
        }
      }
      requireEnd(in);
    } catch (MalformedVectorException e) {
      throw corrupt(place, e);
    }
  }

  /**
   * Reads a column of values and appends them.
   *
   * @param points values of the block
   * @param absent how many of them are absent, as the directory has it
   */
  public void read(Place place, int points, int absent, BlockRuns blockRuns, ColumnBuffer into)
      throws CorruptFileException {
    readApart(place, points, absent, blockRuns, into, null);
  }

  /**
   * Likewise, but may leave the runs of the block to be finished one by one.
   *
   * @param into empty
   * @param lasts takes the last value of each run if this is true, at least as many as there are
   *     runs; null when all has to be finished
   * @return whether each run has to be given to {@link LongCodec#finish} before its values are used
   */
  public boolean readApart(
      Place place, int points, int absent, BlockRuns blockRuns, ColumnBuffer into, long[] lasts)
      throws CorruptFileException {
    if (absent == points) {
      into.padTo(into.size() + points);
      return false;
    }
    load(place);
    boolean isApart = false;
    try {
      int flags = in.readByte();
      if ((flags & ~FLAGS) != 0) {
        throw new MalformedVectorException(0, "known flags", "flags " + flags);
      }
      long[] bitmap = (flags & ColumnWriter.HAS_BITMAP) == 0 ? null : readBitmap(points);
      int present = bitmap == null ? points : BlockRuns.present(bitmap, 0, points);
      if (present != points - absent) {
        throw new MalformedVectorException(1, points - absent + " values", present + " values");
      }
      EncodedReader body = (flags & ColumnWriter.IS_LZ4) == 0 ? in : decompress();
      if (into.type() == ValueType.VARCHAR) {
        if ((flags & OverflowWriter.HAS_OVERFLOW) == 0) {
          texts.decode(body, points, bitmap, present, into);
        } else {
          overflow.texts().clear();
          texts.decode(body, points, bitmap, present, overflow.texts());
          overflow.resolve(place, into);
        }
      } else {
        boolean canBeApart =
            lasts != null
                && !anchorsOnly
                && bitmap == null
                && points <= LongCodec.VALUES_MAX
                && into.type() != ValueType.DOUBLE;
        if (canBeApart) {
          into.appendUnset(points);
          blockRuns.part(0, points, null, runs);
          isApart = longs.decodeApart(body, points, runs, into.words(), lasts);
        } else {
          readVectors(body, points, bitmap, blockRuns, into);
        }
      }
      requireEnd(body);
      return isApart;
    } catch (MalformedVectorException e) {
      throw corrupt(place, e);
    }
  }

  /** How the first values of a column are written, for people to read. */
  public String describe(Place place, int points) throws CorruptFileException {
    if (place.length() == 0) {
      return "nothing";
    }
    load(place);
    try {
      int flags = in.readByte();
      String bitmap = "";
      if ((flags & ColumnWriter.HAS_BITMAP) != 0) {
        in.skip((points + 7) / 8);
        bitmap = "bitmap, ";
      }
      return bitmap
          + ((flags & OverflowWriter.HAS_OVERFLOW) != 0 ? "overflow, " : "")
          + ((flags & ColumnWriter.IS_LZ4) != 0 ? "LZ4" : Encoding.ofId(in.readByte(), 1).name());
    } catch (MalformedVectorException e) {
      throw corrupt(place, e);
    }
  }

  /** The stored bytes of texts too long for their blocks that were read so far. */
  public long overflowBytes() {
    return overflow.storedBytes();
  }

  /** How errors name the file. */
  public String file() {
    return file;
  }

  private void load(Place place) throws CorruptFileException {
    if (place.length() <= ColumnWriter.CHECKSUM_BYTES
        || place.start() < 0
        || place.start() > memory.byteSize() - place.length()) {
      throw new CorruptFileException(
          file,
          place.start(),
          "a column of block " + place.block() + " inside the file",
          place.length() + " bytes");
    }
    loaded.load(memory, place.start(), place.length());
    int size = place.length() - ColumnWriter.CHECKSUM_BYTES;
    int computed = checksum.of(place.block(), place.column(), loaded.bytes(), 0, size);
    int stored = loaded.intAt(size);
    if (computed != stored) {
      throw new CorruptFileException(
          file,
          place.start(),
          "checksum "
              + Integer.toHexString(stored)
              + " of block "
              + place.block()
              + " column "
              + place.column(),
          Integer.toHexString(computed));
    }
    loaded.dropLast(ColumnWriter.CHECKSUM_BYTES);
    if (pieces != null) {
      pieces.openColumn(place.block(), place.column(), loaded, in, file, place.start());
    }
  }

  private long[] readBitmap(int points) {
    Arrays.fill(presence, 0, (points + 63) >>> 6, 0);
    for (int i = 0; i < points; i += 8) {
      int at = in.position();
      long bits = in.readByte();
      if (points - i < 8 && bits >>> (points - i) != 0) {
        throw new MalformedVectorException(at, "no bit beyond the last point", "" + bits);
      }
      presence[i >>> 6] |= bits << i;
    }
    return presence;
  }

  private EncodedReader decompress() {
    int rawLength = in.readCount(TEXT_BYTES_MAX);
    int length = in.remaining();
    compression.decompress(in.bytes(), in.skip(length), length, rawLength);
    unpacked.wrap(compression.output(), 0, rawLength);
    return unpacked;
  }

  private void readVectors(
      EncodedReader body, int points, long[] bitmap, BlockRuns blockRuns, ColumnBuffer into) {
    for (int from = 0; from < points; from += LongCodec.VALUES_MAX) {
      int to = Math.min(points, from + LongCodec.VALUES_MAX);
      int n = bitmap == null ? to - from : BlockRuns.present(bitmap, from, to);
      boolean inPlace = bitmap == null && into.size() == 0;
      if (inPlace) {
        into.appendUnset(n);
      }
      if (n > 0) {
        blockRuns.part(from, to, bitmap, runs);
        long[] target = inPlace ? into.words() : vector;
        if (into.type() == ValueType.DOUBLE) {
          decodeDoubles(body, n, target);
        } else {
          decodeLongs(body, n, target);
        }
      }
      if (bitmap == null) {
        if (!inPlace) {
          into.appendWords(vector, 0, n);
        }
        continue;
      }
      into.appendSparse(vector, bitmap, from, to);
    }
  }

  private void decodeLongs(EncodedReader body, int n, long[] target) {
    if (anchorsOnly) {
      longs.decodeAnchors(body, n, runs, target);
    } else {
      longs.decode(body, n, runs, target);
    }
  }

  private void decodeDoubles(EncodedReader body, int n, long[] target) {
    if (anchorsOnly) {
      doubles.decodeAnchors(body, n, runs, target);
    } else {
      doubles.decode(body, n, runs, target);
    }
  }

  private static void requireEnd(EncodedReader reader) {
    if (reader.remaining() != 0) {
      throw new MalformedVectorException(
          reader.position(), "the end of the column", reader.remaining() + " more bytes");
    }
  }

  private CorruptFileException corrupt(Place place, MalformedVectorException e) {
    return new CorruptFileException(
        file,
        place.start() + e.offset(),
        e.expected() + " in block " + place.block() + " column " + place.column(),
        e.found());
  }
}
