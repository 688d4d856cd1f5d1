import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Checks or restores the layout of every Java source below a directory with google-java-format.
 *
 * <p>Usage: {@code java Format.java check|fix ROOT STAMP}. {@code check} names the files whose
 * layout differs and fails; {@code fix} rewrites them. The time of the file STAMP tells when all
 * was last in order; files older than it are not looked at again.
 *
 * <p>The formatter reads sources with the parser of the JDK it runs on. That is why it is a process
 * on the project's JDK and not a plugin inside Maven, which may run on an older one.
 */
final class Format {

  private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git");

  private final Formatter formatter = new Formatter();

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean fix =
        switch (args[0]) {
          case "check" -> false;
          case "fix" -> true;
          default -> throw new IllegalArgumentException("check or fix expected: " + args[0]);
        };
    Path root = Path.of(args[1]);
    Path stamp = Path.of(args[2]);
    FileTime started = FileTime.fromMillis(System.currentTimeMillis());
    FileTime since =
        !fix && Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);

    Format format = new Format();
    List<String> wrong =
        sources(root, since).parallelStream()
            .map(source -> format.process(root, source, fix))
            .filter(Objects::nonNull)
            .sorted()
            .toList();

    wrong.forEach(line -> System.err.println("[format] " + line));
    if (!wrong.isEmpty() && !fix) {
      System.err.println("[format] To put them in order: ./mvnw -q -N -Pformat process-sources");
      System.exit(1);
    }
    if (wrong.stream().anyMatch(line -> line.contains(": "))) {
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.write(stamp, new byte[0]);
    Files.setLastModifiedTime(stamp, started);
  }

  private static List<Path> sources(Path root, FileTime since) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(dir.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")
                && attributes.lastModifiedTime().compareTo(since) >= 0) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /** Returns a line about the file when its layout was not in order, otherwise null. */
  private String process(Path root, Path source, boolean fix) {
    Path name = root.relativize(source);
    try {
      String before = Files.readString(source);
      String after =
          formatter.formatSource(
              RemoveUnusedImports.removeUnusedImports(
                  ImportOrderer.reorderImports(before, Style.GOOGLE)));
      if (after.equals(before)) {
        return null;
      }
      if (fix) {
        Files.writeString(source, after);
      }
      return name.toString();
    } catch (FormatterException | IOException e) {
      return name + ": " + e.getMessage();
    }
  }
}
