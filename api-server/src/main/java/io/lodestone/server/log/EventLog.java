package io.lodestone.server.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What the process has to tell its operator: one line for each event, fields as {@code key=value}.
 *
 * <pre>
 *   time=2026-01-02T03:04:05.678Z level=info event="listening" host=127.0.0.1 port=8090
 * </pre>
 *
 * A value that holds anything but harmless characters is quoted and escaped, so that no client can
 * write a line of its own into the log. Credentials never get here: that is the caller's duty. Safe
 * for several threads.
 */
public final class EventLog {
  private final LineSink out;
  private final InstantSource clock;

  /**
   * A log on a stream of the process.
   *
   * @param out stays the caller's to close
   */
  public EventLog(PrintStream out, InstantSource clock) {
    this(
        line -> {
          // One call: lines of several threads do not mix.
          out.append(line);
          out.flush();
        },
        clock);
    Objects.requireNonNull(out, "out");
  }

  public EventLog(LineSink out, InstantSource clock) {
    this.out = Objects.requireNonNull(out, "out");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Something happened, as it should.
   *
   * @param fields names and values in turn
   */
  public void info(String event, Object... fields) {
    write("info", event, fields);
  }

  /** Something that the operator may want to change. */
  public void warn(String event, Object... fields) {
    write("warn", event, fields);
  }

  /** Something is broken; with the whole stack. */
  public void error(String event, Throwable cause, Object... fields) {
    StringWriter stack = new StringWriter();
    cause.printStackTrace(new PrintWriter(stack));
    Object[] all = new Object[fields.length + 2];
    System.arraycopy(fields, 0, all, 0, fields.length);
    all[fields.length] = "stack";
    all[fields.length + 1] = stack;
    write("error", event, all);
  }

  private void write(String level, String event, Object... fields) {
    if (fields.length % 2 != 0) {
      throw new IllegalArgumentException(
          "fields of " + event + " are not names and values in turn");
    }
    StringBuilder line = new StringBuilder(160);
    line.append("time=").append(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    line.append(" level=").append(level);
    line.append(" event=");
    appendValue(line, event);
    for (int i = 0; i < fields.length; i += 2) {
      line.append(' ').append(fields[i]).append('=');
      appendValue(line, String.valueOf(fields[i + 1]));
    }
    out.append(line.append('\n').toString());
  }

  private static void appendValue(StringBuilder line, String value) {
    if (isPlain(value)) {
      line.append(value);
      return;
    }
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029) {
            line.append("\\u").append(String.format("%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }

  private static boolean isPlain(String value) {
    if (value.isEmpty()) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._:/@+".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
