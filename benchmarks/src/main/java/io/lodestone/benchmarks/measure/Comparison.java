package io.lodestone.benchmarks.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Contenders that do the same work, each run in a process of its own, by turns, for some rounds.
 * Median, smallest and largest of every figure are printed, and each contender's ratio to the
 * first.
 *
 * <p>Options of every comparison: {@code --rounds N} (default 3), {@code --only REGEX} of
 * contenders' names, {@code --json} for a machine. All others are the contenders' own.
 */
public final class Comparison {
  /** How a line of a contender's process begins that holds a figure. */
  private static final String FIGURE = "figure\t";

  /** Which contender this process is; set for such processes alone. */
  private static final String CONTENDER = "contender";

  private final Class<?> main;
  private final String title;
  private final List<Contender> contenders = new ArrayList<>();

  /**
   * @param main the class whose main method runs this comparison; processes are started with it
   * @param title what is compared
   */
  public Comparison(Class<?> main, String title) {
    this.main = main;
    this.title = title;
  }

  /** Adds a side. The first one is what the others are held against. */
  public Comparison with(Contender contender) {
    contenders.add(contender);
    return this;
  }

  /**
   * Runs all, or, in a process that {@link #run} started, the one contender it was started for.
   *
   * @throws IllegalStateException when a contender failed
   */
  public void run(String... line) throws Exception {
    Arguments arguments = Arguments.parse(line);
    if (arguments.has(CONTENDER)) {
      runHere(arguments);
      return;
    }
    Pattern wanted = Pattern.compile(arguments.text("only", ""));
    List<Contender> chosen =
        contenders.stream().filter(c -> wanted.matcher(c.name()).find()).toList();
    ComparisonReport report = new ComparisonReport(title, Machine.conditions(), line);
    int rounds = arguments.whole("rounds", 3);
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : chosen) {
        System.err.printf(
            "round %d of %d: %s (load %s)%n", round, rounds, contender.name(), Machine.load());
        Figures figures = runApart(contender, arguments);
        figures.values().forEach((name, value) -> System.err.printf("  %s: %.4g%n", name, value));
        report.add(contender.name(), figures);
      }
    }
    System.out.print(arguments.has("json") ? report.json() : report.table());
  }

  private void runHere(Arguments arguments) throws Exception {
    String name = arguments.text(CONTENDER, "");
    Contender contender =
        contenders.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    Figures figures = new Figures();
    contender.work().run(arguments, figures);
    figures.values().forEach((key, value) -> System.out.println(FIGURE + key + "\t" + value));
  }

  private Figures runApart(Contender contender, Arguments arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
    command.addAll(contender.jvmFlags());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments.with(CONTENDER, contender.name()).line());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Figures figures = new Figures();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith(FIGURE)) {
          String[] fields = line.split("\t");
          figures.put(fields[1], Double.parseDouble(fields[2]));
        }
      }
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(contender.name() + " ended with status " + status);
    }
    return figures;
  }
}
