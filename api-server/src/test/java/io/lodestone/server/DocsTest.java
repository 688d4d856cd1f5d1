package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The documents keep the promises that a machine can check. It stands in the last module that every
 * build passes through, and reads nothing but Markdown files and the script of the check.
 */
class DocsTest {
  private static final Path ROOT = findRoot();
  private static final Path DECISIONS = ROOT.resolve("docs/adr");
  private static final Path TEMPLATE = DECISIONS.resolve("0000-template.md");

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern SECTION = Pattern.compile("(?m)^## +(.+?) *$");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern STATUS = Pattern.compile("(?m)^Status: (.+)$");
  private static final Pattern DATE = Pattern.compile("(?m)^Date: \\d{4}-\\d{2}-\\d{2}$");

  /** Folders of one person's machine; a reader has others. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.<~])(/(home|root|Users|work)/|[A-Z]:\\\\)");

  @Test
  void everyLinkLeadsToAFileAndToAHeadingOfIt() {
    List<String> faults = new ArrayList<>();
    for (Path page : pages()) {
      for (String target : links(page)) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path linked = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!linked.startsWith(ROOT) || !Files.exists(linked)) {
          faults.add(name(page) + ": no file at " + target);
        } else if (hash >= 0 && !anchors(linked).contains(target.substring(hash + 1))) {
          faults.add(name(page) + ": no heading at " + target);
        }
      }
    }
    assertEquals(List.of(), faults);
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    Set<Path> reached = new HashSet<>();
    ArrayDeque<Path> open = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
    while (!open.isEmpty()) {
      Path page = open.remove();
      if (!reached.add(page)) {
        continue;
      }
      for (String target : links(page)) {
        Path linked = page.resolveSibling(target.replaceFirst("#.*", "")).normalize();
        if (linked.toString().endsWith(".md") && Files.isRegularFile(linked)) {
          open.add(linked);
        }
      }
    }
    List<String> lost =
        pages().stream().filter(page -> !reached.contains(page)).map(DocsTest::name).toList();
    assertEquals(List.of(), lost);
  }

  @Test
  void everyFormatPageIsListedByTheFormatIndex() {
    Path formats = ROOT.resolve("docs/formats");
    Path index = formats.resolve("README.md");
    assertTrue(Files.exists(index), "docs/formats/README.md is missing");
    List<String> listed = links(index).stream().map(link -> link.replaceFirst("#.*", "")).toList();
    List<String> unlisted =
        pages().stream()
            .filter(page -> formats.equals(page.getParent()) && !page.equals(index))
            .map(page -> page.getFileName().toString())
            .filter(page -> !listed.contains(page))
            .toList();
    assertEquals(List.of(), unlisted);
  }

  @Test
  void decisionsAreNumberedWithoutAGap() {
    List<Integer> numbers = List.copyOf(decisions().keySet());
    assertEquals(Stream.iterate(0, n -> n + 1).limit(numbers.size()).toList(), numbers);
  }

  @Test
  void decisionsHaveTheSectionsOfTheTemplate() {
    List<String> faults = new ArrayList<>();
    List<String> expected = headings(TEMPLATE, SECTION);
    decisions()
        .forEach(
            (number, page) -> {
              if (!headings(page, SECTION).equals(expected)) {
                faults.add(name(page) + ": sections are not " + expected);
              }
              if (!title(page).startsWith("%04d: ".formatted(number))) {
                faults.add(name(page) + ": the title does not begin with its number");
              }
              if (number > 0 && !DATE.matcher(text(page)).find()) {
                faults.add(name(page) + ": no date");
              }
            });
    assertEquals(List.of(), faults);
  }

  @Test
  void theIndexOfDecisionsTellsTitleAndStatusOfEach() {
    List<String> faults = new ArrayList<>();
    String index = text(DECISIONS.resolve("README.md"));
    decisions()
        .tailMap(1)
        .forEach(
            (number, page) -> {
              Matcher status = STATUS.matcher(text(page));
              String line =
                  "| [%04d](%s) | %s | %s |"
                      .formatted(
                          number,
                          page.getFileName(),
                          title(page).substring("0000: ".length()),
                          status.find() ? status.group(1) : "a status");
              if (!index.contains(line)) {
                faults.add("docs/adr/README.md lacks: " + line);
              }
            });
    assertEquals(List.of(), faults);
  }

  @Test
  void theReadmeOpensWithTheCommandThatRunsItAndTheOneThatChecksIt() {
    Matcher block = Pattern.compile("(?s)```sh\n(.*?)```").matcher(text(ROOT.resolve("README.md")));
    assertTrue(block.find(), "README.md has no block of commands");
    List<String> commands =
        block.group(1).lines().map(line -> line.replaceFirst("#.*", "").strip()).toList();

    assertEquals(List.of("./lodestone serve", checkedByCi()), commands);
    assertTrue(Files.isExecutable(ROOT.resolve("lodestone")), "./lodestone cannot be executed");
  }

  @Test
  void noPageNamesAFolderOfSomebodysMachine() {
    List<String> faults = new ArrayList<>();
    for (Path page : pages()) {
      text(page)
          .lines()
          .filter(line -> MACHINE_PATH.matcher(line).find())
          .forEach(line -> faults.add(name(page) + ": " + line.strip()));
    }
    assertEquals(List.of(), faults);
  }

  /** The last command of {@code .ci/run}, without the switches that only concern its output. */
  private static String checkedByCi() {
    List<String> lines =
        text(ROOT.resolve(".ci/run")).lines().filter(line -> !line.isBlank()).toList();
    return lines.getLast().replaceFirst("^exec ", "").replaceAll(" -\\S+", "");
  }

  /** All documents: those at the top and everything below docs. */
  private static List<Path> pages() {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, below)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TreeMap<Integer, Path> decisions() {
    TreeMap<Integer, Path> decisions = new TreeMap<>();
    for (Path page : pages()) {
      if (DECISIONS.equals(page.getParent()) && !page.endsWith("README.md")) {
        Path other =
            decisions.put(Integer.parseInt(page.getFileName().toString().substring(0, 4)), page);
        assertEquals(null, other, "two decisions share the number of " + name(page));
      }
    }
    return decisions;
  }

  /** Targets of links to places in this repository. */
  private static List<String> links(Path page) {
    String prose = FENCE.matcher(text(page)).replaceAll("").replaceAll("`[^`\n]*`", "");
    return LINK.matcher(prose)
        .results()
        .map(link -> link.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .toList();
  }

  private static String title(Path page) {
    return headings(page, HEADING).getFirst();
  }

  private static List<String> headings(Path page, Pattern kind) {
    String prose = COMMENT.matcher(FENCE.matcher(text(page)).replaceAll("")).replaceAll("");
    return kind.matcher(prose).results().map(heading -> heading.group(1)).toList();
  }

  /**
   * The names by which headings can be linked to: lower case, blanks as hyphens, no punctuation.
   */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    for (String heading : headings(page, HEADING)) {
      anchors.add(
          heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'));
    }
    return anchors;
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path page) {
    return ROOT.relativize(page).toString();
  }

  private static Path findRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside the repository");
      }
    }
    return folder;
  }
}
