package io.lodestone.scan;

import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.ScanRequest.Order;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Requests as bytes, for those who send them to another machine. Numbers are big-endian; a text is
 * its UTF-8 behind a length of four bytes; a list is its size in four bytes and its elements; a
 * choice is a byte that says which, and its parts in the order of the record.
 *
 * <pre>
 *   byte form (1), byte what (1 scan, 2 aggregate), the request's parts in the order of its record
 * </pre>
 *
 * Stateless.
 */
public final class RequestCodec {
  private static final int FORM = 1;
  private static final int SCAN = 1;
  private static final int AGGREGATE = 2;

  /** Conditions nest no deeper in what is read, so that no bytes can exhaust the stack. */
  private static final int DEPTH_MAX = 64;

  private RequestCodec() {}

  /** The bytes of a scan. */
  public static byte[] encode(ScanRequest request) {
    return written(
        out -> {
          out.writeByte(SCAN);
          writeRange(out, request.range());
          writeSeries(out, request.series());
          writeValues(out, request.values());
          writeTexts(out, request.columns());
          out.writeByte(request.order().ordinal());
          out.writeLong(request.limit());
          writeLimits(out, request.limits());
        });
  }

  /** The bytes of an aggregation. */
  public static byte[] encode(AggregateRequest request) {
    return written(
        out -> {
          out.writeByte(AGGREGATE);
          writeRange(out, request.range());
          writeSeries(out, request.series());
          writeValues(out, request.values());
          out.writeBoolean(request.grouping().bySeries());
          writeTexts(out, request.grouping().columns());
          out.writeLong(request.grouping().binNanos());
          out.writeInt(request.aggregates().size());
          for (Aggregate aggregate : request.aggregates()) {
            out.writeByte(aggregate.function().ordinal());
            writeText(out, aggregate.column());
          }
          writeLimits(out, request.limits());
        });
  }

  /**
   * Reads what {@link #encode(ScanRequest)} wrote.
   *
   * @throws IllegalArgumentException when the bytes are not a scan
   */
  public static ScanRequest decodeScan(byte[] bytes) {
    return read(
        bytes,
        SCAN,
        in ->
            new ScanRequest(
                readRange(in),
                readSeries(in, 0),
                readValues(in),
                readTexts(in),
                constant(Order.values(), in.readByte()),
                in.readLong(),
                readLimits(in)));
  }

  /**
   * Reads what {@link #encode(AggregateRequest)} wrote.
   *
   * @throws IllegalArgumentException when the bytes are not an aggregation
   */
  public static AggregateRequest decodeAggregate(byte[] bytes) {
    return read(
        bytes,
        AGGREGATE,
        in -> {
          TimeRange range = readRange(in);
          List<SeriesPredicate> series = readSeries(in, 0);
          List<ValuePredicate> values = readValues(in);
          Grouping grouping = new Grouping(in.readBoolean(), readTexts(in), in.readLong());
          List<Aggregate> aggregates = new ArrayList<>();
          int count = readSize(in);
          for (int i = 0; i < count; i++) {
            aggregates.add(
                new Aggregate(constant(Aggregate.Function.values(), in.readByte()), readText(in)));
          }
          return new AggregateRequest(range, series, values, grouping, aggregates, readLimits(in));
        });
  }

  // Writing.

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] written(Writing parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      parts.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void writeRange(DataOutputStream out, TimeRange range) throws IOException {
    out.writeLong(range.startInclusiveNanos());
    out.writeLong(range.endExclusiveNanos());
  }

  private static void writeLimits(DataOutputStream out, ScanLimits limits) throws IOException {
    Instant deadline = limits.deadline();
    long seconds = deadline.getEpochSecond();
    out.writeLong(seconds);
    out.writeInt(deadline.getNano());
    out.writeLong(limits.memoryBytesMax());
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static void writeTexts(DataOutputStream out, Collection<String> texts)
      throws IOException {
    out.writeInt(texts.size());
    // Sets have no order of their own; a request shall have one form.
    List<String> ordered =
        texts instanceof List<String> list ? list : texts.stream().sorted().toList();
    for (String text : ordered) {
      writeText(out, text);
    }
  }

  private static void writeSeries(DataOutputStream out, List<SeriesPredicate> predicates)
      throws IOException {
    out.writeInt(predicates.size());
    for (SeriesPredicate predicate : predicates) {
      switch (predicate) {
        case SeriesPredicate.In in -> {
          out.writeByte(0);
          writeText(out, in.column());
          writeTexts(out, in.values());
        }
        case SeriesPredicate.NotIn notIn -> {
          out.writeByte(1);
          writeText(out, notIn.column());
          writeTexts(out, notIn.values());
        }
        case SeriesPredicate.IsPresent present -> {
          out.writeByte(2);
          writeText(out, present.column());
        }
        case SeriesPredicate.IsAbsent absent -> {
          out.writeByte(3);
          writeText(out, absent.column());
        }
        case SeriesPredicate.Prefix prefix -> {
          out.writeByte(4);
          writeText(out, prefix.column());
          writeText(out, prefix.prefix());
        }
        case SeriesPredicate.Like like -> {
          out.writeByte(5);
          writeText(out, like.column());
          writeText(out, like.pattern());
          writeText(out, like.escape());
        }
        case SeriesPredicate.Not not -> {
          out.writeByte(6);
          writeSeries(out, List.of(not.of()));
        }
        case SeriesPredicate.AllOf all -> {
          out.writeByte(7);
          writeSeries(out, all.of());
        }
        case SeriesPredicate.AnyOf any -> {
          out.writeByte(8);
          writeSeries(out, any.of());
        }
      }
    }
  }

  private static void writeValues(DataOutputStream out, List<ValuePredicate> predicates)
      throws IOException {
    out.writeInt(predicates.size());
    for (ValuePredicate predicate : predicates) {
      switch (predicate) {
        case ValuePredicate.Compare compare -> {
          out.writeByte(0);
          writeText(out, compare.column());
          out.writeByte(compare.operator().ordinal());
          writeLiteral(out, compare.literal());
        }
        case ValuePredicate.Between between -> {
          out.writeByte(1);
          writeText(out, between.column());
          writeLiteral(out, between.low());
          writeLiteral(out, between.high());
        }
        case ValuePredicate.IsNull isNull -> {
          out.writeByte(2);
          writeText(out, isNull.column());
        }
        case ValuePredicate.IsNotNull notNull -> {
          out.writeByte(3);
          writeText(out, notNull.column());
        }
      }
    }
  }

  private static void writeLiteral(DataOutputStream out, Literal literal) throws IOException {
    out.writeByte(literal.type().code());
    switch (literal) {
      case Literal.Bigint(long value) -> out.writeLong(value);
      case Literal.Floating(double value) -> out.writeLong(Double.doubleToRawLongBits(value));
      case Literal.Truth(boolean value) -> out.writeBoolean(value);
      case Literal.Timestamp(long nanos) -> out.writeLong(nanos);
      case Literal.Text(String value) -> writeText(out, value);
    }
  }

  // Reading.

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static <T> T read(byte[] bytes, int what, Reading<T> parts) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int form = in.readByte();
      int found = in.readByte();
      if (form != FORM || found != what) {
        throw new IllegalArgumentException(
            "a request of form " + FORM + " and kind " + what + ", not " + form + " and " + found);
      }
      T request = parts.from(in);
      if (in.available() > 0) {
        throw new IllegalArgumentException(in.available() + " bytes after the request");
      }
      return request;
    } catch (IOException e) {
      throw new IllegalArgumentException("a request that ends too early", e);
    }
  }

  private static TimeRange readRange(DataInputStream in) throws IOException {
    return new TimeRange(in.readLong(), in.readLong());
  }

  private static ScanLimits readLimits(DataInputStream in) throws IOException {
    long seconds = in.readLong();
    int nanos = in.readInt();
    if (seconds < Instant.MIN.getEpochSecond()
        || seconds > Instant.MAX.getEpochSecond()
        || nanos < 0
        || nanos > 999_999_999) {
      throw new IllegalArgumentException("a deadline of " + seconds + " s and " + nanos + " ns");
    }
    return new ScanLimits(Instant.ofEpochSecond(seconds, nanos), in.readLong());
  }

  private static int readSize(DataInputStream in) throws IOException {
    int size = in.readInt();
    // Each element takes a byte at least, so that no size can exhaust memory.
    if (size < 0 || size > in.available()) {
      throw new IllegalArgumentException(size + " elements in " + in.available() + " bytes");
    }
    return size;
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(readSize(in)), StandardCharsets.UTF_8);
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    int count = readSize(in);
    for (int i = 0; i < count; i++) {
      texts.add(readText(in));
    }
    return texts;
  }

  private static List<SeriesPredicate> readSeries(DataInputStream in, int depth)
      throws IOException {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("conditions nest deeper than " + DEPTH_MAX);
    }
    List<SeriesPredicate> predicates = new ArrayList<>();
    int count = readSize(in);
    for (int i = 0; i < count; i++) {
      int choice = in.readByte();
      predicates.add(
          switch (choice) {
            case 0 -> new SeriesPredicate.In(readText(in), new HashSet<>(readTexts(in)));
            case 1 -> new SeriesPredicate.NotIn(readText(in), new HashSet<>(readTexts(in)));
            case 2 -> new SeriesPredicate.IsPresent(readText(in));
            case 3 -> new SeriesPredicate.IsAbsent(readText(in));
            case 4 -> new SeriesPredicate.Prefix(readText(in), readText(in));
            case 5 -> new SeriesPredicate.Like(readText(in), readText(in), readText(in));
            case 6 -> {
              List<SeriesPredicate> of = readSeries(in, depth + 1);
              if (of.size() != 1) {
                throw new IllegalArgumentException("NOT of " + of.size() + " conditions");
              }
              yield new SeriesPredicate.Not(of.getFirst());
            }
            case 7 -> new SeriesPredicate.AllOf(readSeries(in, depth + 1));
            case 8 -> new SeriesPredicate.AnyOf(readSeries(in, depth + 1));
            default -> throw new IllegalArgumentException("no condition " + choice);
          });
    }
    return predicates;
  }

  private static List<ValuePredicate> readValues(DataInputStream in) throws IOException {
    List<ValuePredicate> predicates = new ArrayList<>();
    int count = readSize(in);
    for (int i = 0; i < count; i++) {
      int choice = in.readByte();
      String column = readText(in);
      predicates.add(
          switch (choice) {
            case 0 ->
                new ValuePredicate.Compare(
                    column,
                    constant(ValuePredicate.Operator.values(), in.readByte()),
                    readLiteral(in));
            case 1 -> new ValuePredicate.Between(column, readLiteral(in), readLiteral(in));
            case 2 -> new ValuePredicate.IsNull(column);
            case 3 -> new ValuePredicate.IsNotNull(column);
            default -> throw new IllegalArgumentException("no condition " + choice);
          });
    }
    return predicates;
  }

  private static Literal readLiteral(DataInputStream in) throws IOException {
    return switch (ValueType.ofCode(in.readByte())) {
      case BIGINT -> new Literal.Bigint(in.readLong());
      case DOUBLE -> new Literal.Floating(Double.longBitsToDouble(in.readLong()));
      case BOOLEAN -> new Literal.Truth(in.readBoolean());
      case TIMESTAMP -> new Literal.Timestamp(in.readLong());
      case VARCHAR -> new Literal.Text(readText(in));
    };
  }

  private static <E> E constant(E[] constants, int number) {
    if (number < 0 || number >= constants.length) {
      throw new IllegalArgumentException("no constant " + number);
    }
    return constants[number];
  }
}
