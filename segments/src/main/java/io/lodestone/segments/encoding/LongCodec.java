package io.lodestone.segments.encoding;

import java.util.Arrays;

/**
 * Writes and reads vectors of 1 to 1,024 integers, each in the encoding that takes the fewest
 * bytes.
 *
 * <p>The heart is {@link Encoding#DIFFERENCES}: a run is anchored at its <em>last</em> value and
 * the steps lead backwards from there, so that the newest value of a series can be had without the
 * others. The last run of a vector is nearly always cut by the vector's end; its odd anchor is
 * written apart, or it would widen all the others.
 *
 * <p>One owner; scratch memory of about 50 KiB, and as much again for cascades.
 */
public final class LongCodec {
  /** The most values of a vector. */
  public static final int VALUES_MAX = PackedStream.VALUES_MAX;

  private final IntegerStream.Scratch scratch;
  private final IntegerStream frame;
  private final IntegerStream anchorStream;
  private final IntegerStream stepStream;
  private final long[] anchors = new long[VALUES_MAX];
  private final long[] steps = new long[VALUES_MAX];
  private final long[] changes = new long[VALUES_MAX];

  /** A codec that writes as flushes do, or only reads. */
  public LongCodec() {
    this(Effort.FLUSH);
  }

  /** A codec that reads everything and writes with an effort. */
  public LongCodec(Effort effort) {
    this.scratch = new IntegerStream.Scratch(effort);
    this.frame = new IntegerStream(scratch);
    this.anchorStream = new IntegerStream(scratch);
    this.stepStream = new IntegerStream(scratch);
  }

  /** What unpacks words for another codec of the same owner. */
  WordUnpacker unpacker() {
    return scratch.unpacker();
  }

  /** A stream for another codec of the same owner. */
  IntegerStream newStream() {
    return new IntegerStream(scratch);
  }

  /** Writes values without looking for an order among them: for codes, lengths, bits. */
  public void encode(long[] values, int n, EncodedWriter out) {
    frame.measure(values, n);
    writeFrame(values, n, out);
  }

  /**
   * Writes values of runs.
   *
   * @param values valid below {@code n}
   * @param n 1 to 1,024
   * @param runs the last of them ends at {@code n}
   * @param ticking whether even the steps may be regular, as those of times are
   */
  public void encode(long[] values, int n, Runs runs, boolean ticking, EncodedWriter out) {
    frame.measure(values, n);
    int frameSize = frame.size();
    if (frame.isConstant() || n < 2) {
      writeFrame(values, n, out);
      return;
    }
    takeSteps(values, n, runs);
    stepStream.measure(steps, n - 1);
    int size = EncodedWriter.zigzagSize(values[n - 1]);
    if (runs.count() > 1) {
      anchorStream.measure(anchors, runs.count() - 1);
      size += anchorStream.size();
    }
    int stepSize = stepStream.size();
    if (ticking && n > 2 && !stepStream.isConstant()) {
      for (int i = 0; i < n - 2; i++) {
        changes[i] = steps[i + 1] - steps[i];
      }
      // The steps are not needed as a stream if their changes win, so one stream serves both.
      stepStream.measure(changes, n - 2);
      int changeSize = EncodedWriter.zigzagSize(steps[n - 2]) + stepStream.size();
      if (changeSize < stepSize && size + changeSize < frameSize) {
        writeAnchors(Encoding.SECOND_DIFFERENCES, values[n - 1], runs, out);
        out.writeZigzag(steps[n - 2]);
        stepStream.write(changes, out);
        return;
      }
      stepStream.measure(steps, n - 1);
    }
    if (size + stepSize < frameSize) {
      writeAnchors(Encoding.DIFFERENCES, values[n - 1], runs, out);
      stepStream.write(steps, out);
    } else {
      writeFrame(values, n, out);
    }
  }

  private void takeSteps(long[] values, int n, Runs runs) {
    for (int i = 0; i < n - 1; i++) {
      steps[i] = values[i + 1] - values[i];
    }
    for (int run = 0; run < runs.count() - 1; run++) {
      int anchor = runs.end(run) - 1;
      anchors[run] = values[anchor] - values[n - 1];
      // Nobody reads the step from one series into the next. Its neighbour's value keeps regular
      // steps regular.
      if (anchor > 0) {
        steps[anchor] = steps[anchor - 1];
      }
    }
    // A first run of a single value has no neighbour before it; take the first real step after it.
    if (runs.count() > 1 && runs.end(0) == 1) {
      int run = 1;
      while (run < runs.count() && runs.end(run) - runs.end(run - 1) == 1) {
        run++;
      }
      long step = run < runs.count() ? steps[runs.end(run - 1)] : 0;
      Arrays.fill(steps, 0, Math.min(runs.end(run - 1), n - 1), step);
    }
  }

  private void writeFrame(long[] values, int n, EncodedWriter out) {
    if (frame.isConstant()) {
      out.writeByte(Encoding.CONSTANT.id());
      out.writeZigzag(frame.base());
    } else if (frame.isIncompressible()) {
      out.writeByte(Encoding.PLAIN.id());
      out.writeLongs(values, n);
    } else {
      out.writeByte(Encoding.FRAME.id());
      frame.write(values, out);
    }
  }

  private void writeAnchors(Encoding encoding, long last, Runs runs, EncodedWriter out) {
    out.writeByte(encoding.id());
    out.writeZigzag(last);
    if (runs.count() > 1) {
      anchorStream.write(anchors, out);
    }
  }

  /**
   * Reads a vector that one of the {@code encode} methods wrote.
   *
   * @param n how many values it was written with
   * @param runs as it was written with; ignored by encodings that need none
   * @throws MalformedVectorException when these bytes are no such vector
   */
  public void decode(EncodedReader in, int n, Runs runs, long[] into) {
    int at = in.position();
    switch (Encoding.ofId(in.readByte(), at)) {
      case CONSTANT -> Arrays.fill(into, 0, n, in.readZigzag());
      case PLAIN -> in.readLongs(into, n);
      case FRAME -> frame.read(in, n, into);
      case DIFFERENCES -> {
        long last = readAnchors(in, n, runs, at);
        stepStream.read(in, n - 1, steps);
        walkBack(last, n, runs, into);
      }
      case SECOND_DIFFERENCES -> {
        long last = readAnchors(in, n, runs, at);
        if (n < 3) {
          throw new MalformedVectorException(at, "at least 3 values", n + " values");
        }
        long step = in.readZigzag();
        stepStream.read(in, n - 2, changes);
        steps[n - 2] = step;
        for (int i = n - 3; i >= 0; i--) {
          step -= changes[i];
          steps[i] = step;
        }
        walkBack(last, n, runs, into);
      }
      case DECIMAL, XOR, TEXT_PLAIN, TEXT_DICTIONARY ->
          throw new MalformedVectorException(at, "an encoding of integers", "another one");
    }
  }

  /**
   * Reads a vector like {@link #decode}, but leaves its runs to be finished one by one where the
   * encoding allows it: adding up the steps of a run nobody asks for is saved.
   *
   * @param lasts takes the last value of each run, if this is true
   * @return whether each run has to be given to {@link #finish} before its values can be used
   */
  public boolean decodeApart(EncodedReader in, int n, Runs runs, long[] into, long[] lasts) {
    int at = in.position();
    if (Encoding.ofId(in.readByte(), at) != Encoding.DIFFERENCES) {
      in.moveTo(at);
      decode(in, n, runs, into);
      return false;
    }
    int last = runs.count() - 1;
    lasts[last] = readAnchors(in, n, runs, at);
    System.arraycopy(anchors, 0, lasts, 0, last);
    stepStream.read(in, n - 1, into);
    return true;
  }

  /** Finishes a run that {@link #decodeApart} has left: {@code values[start .. end)}. Once. */
  public static void finish(long[] values, int start, int end, long last) {
    long value = last;
    values[end - 1] = value;
    for (int i = end - 2; i >= start; i--) {
      value -= values[i];
      values[i] = value;
    }
  }

  private long readAnchors(EncodedReader in, int n, Runs runs, int at) {
    if (n < 2 || runs.count() == 0) {
      throw new MalformedVectorException(at, "at least 2 values in runs", n + " values");
    }
    long last = in.readZigzag();
    if (runs.count() > 1) {
      int others = runs.count() - 1;
      anchorStream.read(in, others, anchors);
      for (int run = 0; run < others; run++) {
        anchors[run] += last;
      }
    }
    return last;
  }

  private void walkBack(long last, int n, Runs runs, long[] into) {
    int end = n;
    long value = last;
    for (int run = runs.count() - 1; run >= 0; run--) {
      int start = run == 0 ? 0 : runs.end(run - 1);
      into[end - 1] = value;
      for (int i = end - 2; i >= start; i--) {
        value -= steps[i];
        into[i] = value;
      }
      end = start;
      value = run == 0 ? 0 : anchors[run - 1];
    }
  }

  /**
   * Reads the last value of each run and, where the encoding allows it, none of the others, whose
   * places then hold anything.
   */
  public void decodeAnchors(EncodedReader in, int n, Runs runs, long[] into) {
    int at = in.position();
    Encoding encoding = Encoding.ofId(in.readByte(), at);
    if (encoding != Encoding.DIFFERENCES && encoding != Encoding.SECOND_DIFFERENCES) {
      in.moveTo(at);
      decode(in, n, runs, into);
      return;
    }
    into[n - 1] = readAnchors(in, n, runs, at);
    for (int run = 0; run < runs.count() - 1; run++) {
      into[runs.end(run) - 1] = anchors[run];
    }
    int stepsLeft = n - 1;
    if (encoding == Encoding.SECOND_DIFFERENCES) {
      in.readZigzag();
      stepsLeft--;
    }
    stepStream.skip(in, stepsLeft);
  }
}
