package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The measurements of the Numenta Anomaly Benchmark that lie beside the checkout, where they do.
 */
final class NabFiles {
  private static final Path FOLDER = Path.of("..", "..", "shared", "data", "nab");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /**
   * One line of a file.
   *
   * @param epochSecond UTC
   * @param text of the value, as spelled there
   */
  record Measurement(long epochSecond, String text) {
    double value() {
      return Double.parseDouble(text);
    }
  }

  /**
   * One file.
   *
   * @param source its folder's name
   * @param metric its own name without the ending
   */
  record NabFile(String source, String metric, List<Measurement> measurements) {}

  private NabFiles() {}

  /** All files in the order of their paths; the test is skipped where there are none. */
  static List<NabFile> read() throws IOException {
    assumeTrue(
        Files.isDirectory(FOLDER),
        () -> "skipped: no measurements in " + FOLDER.toAbsolutePath().normalize());
    List<NabFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(FOLDER)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".csv")).sorted().toList()) {
        files.add(read(path));
      }
    }
    return files;
  }

  private static NabFile read(Path path) throws IOException {
    List<Measurement> measurements = new ArrayList<>();
    for (String line : Files.readAllLines(path).stream().skip(1).toList()) {
      int comma = line.indexOf(',');
      long second =
          LocalDateTime.parse(line.substring(0, comma), TIME).toEpochSecond(ZoneOffset.UTC);
      measurements.add(new Measurement(second, line.substring(comma + 1)));
    }
    String name = path.getFileName().toString();
    return new NabFile(
        path.getParent().getFileName().toString(),
        name.substring(0, name.length() - ".csv".length()),
        measurements);
  }
}
