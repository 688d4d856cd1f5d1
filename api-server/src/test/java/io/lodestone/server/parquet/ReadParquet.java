package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.parquet.ThriftCompactReader.Struct;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * A file, read whole by the words of the format's specification and without the classes that wrote
 * it. Checks on the way what a file says twice: sizes, counts, checksums, offsets.
 *
 * <p>Values are an Integer, a Long, a Double, a Boolean, a String, a List, or a Map from the names
 * of fields; INT96 is a Long, nanoseconds since 1970.
 */
final class ReadParquet {
  /** A part of the schema, with its levels. */
  record Node(
      Struct element, List<Node> children, List<String> path, int repetition, int definition) {
    String name() {
      return element.text(4);
    }

    boolean isOptional() {
      return element.containsKey(3) && element.code(3) == 1;
    }

    boolean isRepeated() {
      return element.containsKey(3) && element.code(3) == 2;
    }

    boolean isList() {
      return element.containsKey(6) && element.code(6) == 3;
    }
  }

  /** What a leaf has for one value, NULL or empty list. */
  record Entry(int repetition, int definition, Object value) {}

  /** A page of values. */
  record Page(int encoding, int entries, int size) {}

  /** A column in one row group. */
  record Chunk(Struct metadata, List<Page> pages, List<Entry> entries) {}

  /** A row group: its chunks in the order of the leaves. */
  record Group(Struct metadata, List<Chunk> chunks) {}

  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  final Struct metadata;
  final Node root;
  final List<Group> groups = new ArrayList<>();

  private final ByteBuffer file;
  private final List<Node> leaves = new ArrayList<>();

  ReadParquet(byte[] bytes) {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("PAR1", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
    assertEquals("PAR1", new String(bytes, bytes.length - 4, 4, StandardCharsets.US_ASCII));
    int footer = bytes.length - 8 - file.getInt(bytes.length - 8);
    file.position(footer);
    metadata = new ThriftCompactReader(file).readStruct();
    assertEquals(bytes.length - 8, file.position(), "the footer ends where it says");
    List<Struct> elements = metadata.list(2);
    List<Struct> pending = new ArrayList<>(elements);
    root = readNode(pending, List.of(), 0, 0);
    assertTrue(pending.isEmpty(), "elements beyond the schema: " + pending);
    assertEquals(leaves.size(), metadata.list(7).size(), "one order for each leaf");
    long end = 4;
    for (Struct group : metadata.<Struct>list(4)) {
      end = readGroup(group, end);
    }
    assertEquals(footer, end, "pages fill the file up to the footer");
    assertEquals(
        metadata.number(3), groups.stream().mapToLong(group -> group.metadata().number(3)).sum());
  }

  /** The leaf of a path such as {@code a.list.element}. */
  int leaf(String path) {
    for (int i = 0; i < leaves.size(); i++) {
      if (String.join(".", leaves.get(i).path()).equals(path)) {
        return i;
      }
    }
    throw new AssertionError("no leaf " + path);
  }

  /** All rows, a list of the columns' values each. */
  List<List<Object>> rows() {
    List<List<Object>> rows = new ArrayList<>();
    for (Group group : groups) {
      List<List<List<Entry>>> entries =
          group.chunks().stream().map(chunk -> split(chunk.entries(), 0)).toList();
      for (int row = 0; row < group.metadata().number(3); row++) {
        int at = row;
        rows.add(columnsOf(entries.stream().map(leaf -> leaf.get(at)).toList()));
      }
    }
    return rows;
  }

  private List<Object> columnsOf(List<List<Entry>> row) {
    List<Object> columns = new ArrayList<>();
    int leaf = 0;
    for (Node column : root.children()) {
      int count = leavesOf(column);
      columns.add(assemble(column, row.subList(leaf, leaf + count)));
      leaf += count;
    }
    return columns;
  }

  // Schema.

  private Node readNode(List<Struct> pending, List<String> around, int repetition, int definition) {
    Struct element = pending.removeFirst();
    boolean isRoot = !element.containsKey(3);
    List<String> path = new ArrayList<>(around);
    if (!isRoot) {
      path.add(element.text(4));
      repetition += element.code(3) == 2 ? 1 : 0;
      definition += element.code(3) == 0 ? 0 : 1;
    }
    List<Node> children = new ArrayList<>();
    Node node = new Node(element, children, path, repetition, definition);
    if (element.containsKey(5)) {
      for (int i = 0; i < element.code(5); i++) {
        children.add(readNode(pending, path, repetition, definition));
      }
    } else {
      leaves.add(node);
    }
    return node;
  }

  private static int leavesOf(Node node) {
    return node.children().isEmpty()
        ? 1
        : node.children().stream().mapToInt(ReadParquet::leavesOf).sum();
  }

  // Records from levels.

  /** The value of a part that stands once; entries are those of its leaves. */
  private Object assemble(Node node, List<List<Entry>> entries) {
    int definition = entries.getFirst().getFirst().definition();
    if (node.isRepeated()) {
      if (definition < node.definition()) {
        return List.of();
      }
      List<List<List<Entry>>> parts =
          entries.stream().map(leaf -> split(leaf, node.repetition())).toList();
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < parts.getFirst().size(); i++) {
        int at = i;
        elements.add(content(node, parts.stream().map(part -> part.get(at)).toList()));
      }
      return elements;
    }
    return node.isOptional() && definition < node.definition() ? null : content(node, entries);
  }

  private Object content(Node node, List<List<Entry>> entries) {
    if (node.children().isEmpty()) {
      assertEquals(1, entries.getFirst().size(), "one entry for one value");
      return Objects.requireNonNull(entries.getFirst().getFirst().value());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    int leaf = 0;
    for (Node child : node.children()) {
      int count = leavesOf(child);
      fields.put(child.name(), assemble(child, entries.subList(leaf, leaf + count)));
      leaf += count;
    }
    if (!node.isList()) {
      return fields;
    }
    List<Object> elements = new ArrayList<>();
    for (Object element : (List<?>) fields.get("list")) {
      elements.add(((Map<?, ?>) element).get("element"));
    }
    return elements;
  }

  /** Cuts before each entry that begins an element of a list, or a row. */
  private static List<List<Entry>> split(List<Entry> entries, int repetition) {
    List<List<Entry>> parts = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.repetition() <= repetition) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(entry);
    }
    return parts;
  }

  // Pages.

  private long readGroup(Struct group, long start) {
    List<Chunk> chunks = new ArrayList<>();
    assertEquals(start, group.number(5), "row groups follow each other");
    long end = start;
    long uncompressed = 0;
    for (Struct element : group.<Struct>list(1)) {
      Struct chunk = element.struct(3);
      Node leaf = leaves.get(chunks.size());
      chunks.add(readChunk(chunk, leaf, end));
      end += chunk.number(7);
      uncompressed += chunk.number(6);
    }
    assertEquals(leaves.size(), chunks.size());
    assertEquals(uncompressed, group.number(2));
    assertEquals(end - start, group.number(6));
    groups.add(new Group(group, chunks));
    return end;
  }

  private Chunk readChunk(Struct chunk, Node leaf, long start) {
    assertEquals(leaf.element().code(1), chunk.code(1));
    assertEquals(
        leaf.path(),
        chunk.<byte[]>list(3).stream().map(b -> new String(b, StandardCharsets.UTF_8)).toList());
    file.position((int) start);
    List<Object> dictionary = new ArrayList<>();
    List<Page> pages = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    TreeSet<Integer> encodings = new TreeSet<>(List.of(0, 3));
    long uncompressed = 0;
    while (file.position() < start + chunk.number(7)) {
      int pageStart = file.position();
      Struct header = new ThriftCompactReader(file).readStruct();
      uncompressed += file.position() - pageStart + header.number(2);
      ByteBuffer body = body(header, chunk.code(4));
      if (header.code(1) == 2) {
        assertEquals(chunk.number(11), pageStart);
        assertEquals(start, pageStart, "the dictionary comes first");
        dictionary.addAll(readValues(leaf, body, header.struct(7).code(1)));
      } else {
        assertEquals(0, header.code(1));
        assertEquals(pages.isEmpty(), chunk.number(9) == pageStart);
        Struct page = header.struct(5);
        encodings.add(page.code(2));
        pages.add(new Page(page.code(2), page.code(1), header.code(2)));
        entries.addAll(readEntries(leaf, body, page, dictionary));
      }
      assertEquals(0, body.remaining(), "a page ends with its last value");
    }
    assertEquals(start + chunk.number(7), file.position());
    assertEquals(uncompressed, chunk.number(6));
    assertEquals(chunk.number(5), entries.size());
    assertEquals(!dictionary.isEmpty(), encodings.contains(8));
    assertEquals(encodings.stream().map(code -> (long) code).toList(), chunk.list(2));
    checkStatistics(chunk.code(1), chunk.struct(12), entries);
    return new Chunk(chunk, pages, entries);
  }

  private ByteBuffer body(Struct header, int codec) {
    byte[] stored = new byte[header.code(3)];
    file.get(stored);
    CRC32 checksum = new CRC32();
    checksum.update(stored);
    assertEquals((int) checksum.getValue(), header.code(4));
    byte[] body = codec == 2 ? gunzip(stored) : stored;
    assertEquals(header.code(2), body.length);
    return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] gunzip(byte[] stored) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      return in.readAllBytes();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  private static List<Entry> readEntries(
      Node leaf, ByteBuffer body, Struct page, List<Object> dictionary) {
    int count = page.code(1);
    int[] repetitions = readLevels(body, leaf.repetition(), count);
    int[] definitions = readLevels(body, leaf.definition(), count);
    assertEquals(0, repetitions[0], "a page begins with a row");
    int there = (int) Arrays.stream(definitions).filter(d -> d == leaf.definition()).count();
    List<Object> values =
        page.code(2) == 8 ? readCodes(body, there, dictionary) : readValues(leaf, body, there);
    List<Entry> entries = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < count; i++) {
      Object value = definitions[i] == leaf.definition() ? values.get(next++) : null;
      entries.add(new Entry(repetitions[i], definitions[i], value));
    }
    return entries;
  }

  private static int[] readLevels(ByteBuffer body, int greatest, int count) {
    if (greatest == 0) {
      return new int[count];
    }
    ByteBuffer levels = body.slice(body.position() + 4, body.getInt(body.position()));
    body.position(body.position() + 4 + levels.remaining());
    int width = Integer.toBinaryString(greatest).length();
    int[] read = HybridReader.read(levels, width, count);
    assertEquals(0, levels.remaining(), "levels end with the last one");
    return read;
  }

  private static List<Object> readCodes(ByteBuffer body, int count, List<Object> dictionary) {
    int width = body.get();
    return Arrays.stream(HybridReader.read(body, width, count)).mapToObj(dictionary::get).toList();
  }

  private static List<Object> readValues(Node leaf, ByteBuffer body, int count) {
    List<Object> values = new ArrayList<>();
    if (leaf.element().code(1) == 0) {
      int start = body.position();
      for (int i = 0; i < count; i++) {
        values.add((body.get(start + i / 8) >>> i % 8 & 1) != 0);
      }
      body.position(start + (count + 7) / 8);
      return values;
    }
    for (int i = 0; i < count; i++) {
      values.add(readValue(leaf.element().code(1), body));
    }
    return values;
  }

  private static Object readValue(int type, ByteBuffer body) {
    return switch (type) {
      case 1 -> body.getInt();
      case 2 -> body.getLong();
      case 3 -> {
        long nanosOfDay = body.getLong();
        assertTrue(nanosOfDay >= 0 && nanosOfDay < NANOS_PER_DAY, "nanoseconds of a day");
        LocalDate day = LocalDate.EPOCH.with(JulianFields.JULIAN_DAY, body.getInt());
        // The product alone may wrap around below the least long; the sum comes back.
        yield day.toEpochDay() * NANOS_PER_DAY + nanosOfDay;
      }
      case 5 -> body.getDouble();
      case 6 -> {
        byte[] utf8 = new byte[body.getInt()];
        body.get(utf8);
        yield new String(utf8, StandardCharsets.UTF_8);
      }
      default -> throw new AssertionError("type " + type);
    };
  }

  // Statistics.

  private static void checkStatistics(int type, Struct statistics, List<Entry> entries) {
    List<Object> values = entries.stream().map(Entry::value).filter(Objects::nonNull).toList();
    assertEquals(entries.size() - values.size(), statistics.number(3), "NULLs");
    assertArrayEquals(bound(type, values, false), (byte[]) statistics.get(6), "the least value");
    assertArrayEquals(bound(type, values, true), (byte[]) statistics.get(5), "the greatest value");
  }

  /** Null for types without a range, and when there is nothing to compare. */
  private static byte[] bound(int type, List<Object> values, boolean greatest) {
    if (type == 1 || type == 2) {
      LongStream numbers = values.stream().mapToLong(value -> ((Number) value).longValue());
      OptionalLong bound = greatest ? numbers.max() : numbers.min();
      return bound.isEmpty() ? null : littleEndian(bound.getAsLong(), type == 1 ? 4 : 8);
    }
    if (type == 5) {
      DoubleStream numbers =
          values.stream()
              .mapToDouble(value -> (Double) value)
              .filter(value -> !Double.isNaN(value));
      OptionalDouble bound = greatest ? numbers.max() : numbers.min();
      if (bound.isEmpty()) {
        return null;
      }
      double zero = greatest ? 0.0 : -0.0;
      double value = bound.getAsDouble() == 0 ? zero : bound.getAsDouble();
      return littleEndian(Double.doubleToRawLongBits(value), 8);
    }
    return null;
  }

  private static byte[] littleEndian(long bits, int width) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bits);
    return Arrays.copyOf(buffer.array(), width);
  }
}
