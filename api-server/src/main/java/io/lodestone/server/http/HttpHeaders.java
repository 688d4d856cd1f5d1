package io.lodestone.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The header lines of a message, in the order and the spelling in which they were sent, repeated
 * ones included. Names are compared without regard to case. Immutable.
 */
public final class HttpHeaders {
  public static final HttpHeaders EMPTY = new HttpHeaders(List.of());

  /**
   * One header line.
   *
   * @param name as sent, never null
   * @param value without the white space around it, never null; bytes above 127 are kept one char
   *     each
   */
  public record Line(String name, String value) {
    public Line {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  private final List<Line> lines;

  /** Takes a copy of the lines. */
  public HttpHeaders(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /** All lines, in order. */
  public List<Line> lines() {
    return lines;
  }

  /** The value of the first line of this name. */
  public Optional<String> first(String name) {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.name().equalsIgnoreCase(name)) {
        return Optional.of(line.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all lines of this name, in order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        values.add(line.value());
      }
    }
    return values;
  }

  @Override
  public String toString() {
    // Names only: a value may be a credential.
    return lines.stream().map(Line::name).toList().toString();
  }
}
