package io.lodestone.segments.encoding;

/**
 * A stream of 1 to 1,024 integers, what every encoding of integers is made of: packed at one width,
 * or a cascade of escapes. The header tells which. An instance measures and writes one stream at a
 * time; several may share their scratch memory. One owner.
 */
final class IntegerStream {
  private final Scratch scratch;
  private final PackedStream packed;
  private final EncodedWriter cascade;
  private boolean isCascade;

  /** What the streams of one owner use in turn; the parts for cascades are made when needed. */
  static final class Scratch {
    private final Effort effort;
    private final PackedStream packed;
    private final CascadeWriter writer;
    private EscapedStream reader;

    Scratch(Effort effort) {
      this.effort = effort;
      this.packed = effort == Effort.COMPACTION ? PackedStream.ofExactWidths() : new PackedStream();
      this.writer = effort == Effort.COMPACTION ? new CascadeWriter() : null;
    }

    WordUnpacker unpacker() {
      return packed.unpacker();
    }

    private EscapedStream reader() {
      if (reader == null) {
        reader = new EscapedStream(packed.unpacker());
      }
      return reader;
    }
  }

  IntegerStream(Scratch scratch) {
    this.scratch = scratch;
    this.packed = new PackedStream(scratch.packed);
    this.cascade = new EncodedWriter(scratch.effort == Effort.COMPACTION ? 1_024 : 0);
  }

  /** Finds the smallest form of the first {@code n} values, at least one. */
  void measure(long[] values, int n) {
    packed.measure(values, n);
    isCascade = false;
    if (scratch.writer != null && packed.width() > 1) {
      int size = packed.size();
      cascade.truncate(0);
      isCascade = scratch.writer.write(values, n, size - size / 16, cascade);
    }
  }

  /** Whether all measured values are one. */
  boolean isConstant() {
    return packed.isConstant();
  }

  /** Whether the measured values gain nothing from being a stream. */
  boolean isIncompressible() {
    return !isCascade && packed.width() == Long.SIZE;
  }

  /** The smallest of the measured values. */
  long base() {
    return packed.base();
  }

  /** The bytes that the measured values take. */
  int size() {
    return isCascade ? cascade.size() : packed.size();
  }

  /** Writes the values that were measured last. */
  void write(long[] values, EncodedWriter out) {
    if (isCascade) {
      out.writeBytes(cascade.bytes(), 0, cascade.size());
    } else {
      packed.write(values, out);
    }
  }

  /** Reads a stream of {@code n} values. */
  void read(EncodedReader in, int n, long[] into) {
    int header = in.readByte();
    if (EscapedStream.isAnnounced(header)) {
      scratch.reader().read(in, header, n, packed, into);
    } else {
      packed.readBody(in, header, n, into);
    }
  }

  /** Passes over a stream of {@code n} values. */
  void skip(EncodedReader in, int n) {
    int header = in.readByte();
    if (EscapedStream.isAnnounced(header)) {
      scratch.reader().skip(in, header, n);
    } else {
      PackedStream.skipBody(in, header, n);
    }
  }
}
