package io.lodestone.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The bytes that a page of {@code docs/formats} shows as its example: all blocks of hex digits
 * below a heading, without the words beside them.
 */
public final class WorkedBytes {
  private WorkedBytes() {}

  /**
   * @param page for example {@code journal}
   * @param heading the line of the heading, up to the next of its kind
   */
  public static byte[] of(String page, String heading) {
    String text;
    try {
      text = Files.readString(Path.of("..", "docs", "formats", page + ".md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int begin = text.indexOf("\n" + heading + "\n");
    int end = text.indexOf("\n## ", begin + 1);
    StringBuilder digits = new StringBuilder();
    boolean inBlock = false;
    for (String line : text.substring(begin, end).split("\n")) {
      if (line.startsWith("```")) {
        inBlock = !inBlock;
      } else if (inBlock) {
        appendLeadingBytes(line, digits);
      }
    }
    return HexFormat.of().parseHex(digits);
  }

  private static void appendLeadingBytes(String line, StringBuilder digits) {
    for (String word : line.strip().split("\\s+")) {
      if (!word.matches("[0-9a-f]{2}")) {
        return;
      }
      digits.append(word);
    }
  }
}
