package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.segments.encoding.Effort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Files that an earlier build wrote, and what was read from them. They are never changed: a release
 * that reads them no longer, or otherwise, has broken the format. New ones join them; {@code
 * -Dlodestone.golden=DIR} writes what this build makes to DIR.
 */
class SegmentGoldenTest {
  private static final List<String> NAMES =
      List.of("example", "shapes", "blocks", "cascades", "long-texts", "led", "sealed");

  private final HeapSegmentStore store = new HeapSegmentStore();

  /** The points of the worked example in docs/formats/segment.md. */
  static PlainPoints example() {
    Column temperature = Column.measure("temperature", ValueType.DOUBLE);
    Column state = Column.measure("state", ValueType.VARCHAR);
    PlainPoints points = new PlainPoints(List.of(temperature, state));
    double[] values = {21.5, 21.5, 21.75, 22, 19.25};
    for (int i = 0; i < values.length; i++) {
      SeriesKey key = SeriesKey.of("climate", "room", i < 4 ? "attic" : "cellar");
      Map<Column, Object> present = new LinkedHashMap<>();
      present.put(temperature, Double.doubleToRawLongBits(values[i]));
      if (i == 3) {
        present.put(state, "warm");
      }
      points.add(key, 1_700_000_000_000_000_000L + i % 4 * 10_000_000_000L, 1, present);
    }
    return points;
  }

  private static PlainPoints points(String name) {
    return switch (name) {
      case "example" -> example();
      case "shapes" -> RandomPoints.of(1, 20, 20);
      case "blocks" -> RandomPoints.of(2, 3, 800);
      case "led" -> RandomPoints.of(KeyOrder.ledBy("region"), 6, 24, 4);
      case "cascades" -> SmallPoints.cascades();
      case "long-texts" -> SmallPoints.longTexts();
      case "sealed" -> RandomPoints.of(KeyOrder.ledBy("region"), 3, 4, 10);
      default -> throw new AssertionError(name);
    };
  }

  /** Those of the encrypted one are drawn from a seed. */
  private static SegmentKeys keys(String name) {
    return name.equals("sealed") ? new SeededKeys(4) : SegmentKeys.NONE;
  }

  private SegmentMetadata write(String name) throws IOException {
    PlainPoints points = points(name);
    Effort effort = name.equals("cascades") ? Effort.COMPACTION : Effort.FLUSH;
    return new SegmentWriter(store, new SegmentOptions(1_024, 1 << 16, effort), keys(name))
        .write(new SegmentId(1 + NAMES.indexOf(name)), 7, points.columns(), points.cursor(300))
        .orElseThrow();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        SegmentGoldenTest.class.getResourceAsStream("/golden/segment/v1/" + name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatVersionOneWroteReadsAsItDid() throws IOException {
    String target = System.getProperty("lodestone.golden");
    for (String name : NAMES) {
      SegmentId id = new SegmentId(1 + NAMES.indexOf(name));
      if (target != null) {
        SegmentMetadata metadata = write(name);
        Files.write(Path.of(target, name + ".seg"), store.bytes(id));
        Files.writeString(
            Path.of(target, name + ".txt"), SegmentDump.of(store, metadata, keys(name), true));
        continue;
      }
      store.replace(id, resource(name + ".seg"));
      SegmentMetadata metadata = Segment.readMetadata(store, id);
      assertEquals(
          new String(resource(name + ".txt"), StandardCharsets.UTF_8),
          SegmentDump.of(store, metadata, keys(name), true),
          name);
      assertEquals(List.of(), SegmentVerifier.verify(store, metadata, keys(name)), name);
    }
  }

  @Test
  void theExampleOfTheFormatPageIsASegment() throws IOException {
    Path page = Path.of("../docs/formats/segment.md");
    String text = Files.readString(page);
    String hex = text.substring(text.indexOf("<!-- example -->"), text.indexOf("<!-- end -->"));
    StringBuilder digits = new StringBuilder();
    for (String line : hex.split("\n")) {
      if (line.matches("[0-9a-f]{4}  [0-9a-f ]+.*")) {
        digits.append(line.substring(6, Math.min(line.length(), 53)).replace(" ", ""));
      }
    }
    assertArrayEquals(resource("example.seg"), HexFormat.of().parseHex(digits));
  }
}
