package io.lodestone.server.timestream.query;

import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;

/**
 * Writes timestamps. Those of neighbours are often the same, or of the same day: what the calendar
 * says of a day is kept until another one comes, and so is the fraction of a second.
 */
final class TimestampWriter extends ColumnWriter {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

  /** Where the hour and the fraction stand in {@code 2026-01-01 00:00:00.000000000}. */
  private static final int HOUR_AT = 11;

  private static final int FRACTION_AT = 20;

  /** Of a day that no time is of. */
  private static final long NO_DAY = Long.MAX_VALUE;

  private final Vector.Longs times;

  /** The text of the time written last. */
  private final TextBuffer text = new TextBuffer(32);

  private long last;
  private long day = NO_DAY;

  TimestampWriter(Vector.Longs times, TextBuffer out) {
    super(out);
    this.times = times;
  }

  @Override
  void write(int row) {
    if (!times.isPresent(row)) {
      DatumText.appendNull(out);
      return;
    }
    long nanos = times.values()[row];
    if (nanos != last || day == NO_DAY) {
      describe(nanos, row);
      last = nanos;
    }
    DatumText.startScalar(out);
    out.append(text.bytes(), 0, text.length());
    DatumText.endScalar(out);
  }

  private void describe(long nanos, int row) {
    long epochDay = Math.floorDiv(nanos, NANOS_PER_DAY);
    if (epochDay != day) {
      text.clear();
      TextForm.append(Scalar.TIMESTAMP, times, row, text);
      day = epochDay;
      return;
    }
    long ofDay = nanos - epochDay * NANOS_PER_DAY;
    int seconds = (int) (ofDay / NANOS_PER_SECOND);
    int end = text.length();
    text.endAt(HOUR_AT);
    text.appendDigits(seconds / 3_600, 2);
    text.append(':');
    text.appendDigits(seconds / 60 % 60, 2);
    text.append(':');
    text.appendDigits(seconds % 60, 2);
    if ((nanos - last) % NANOS_PER_SECOND == 0) {
      text.endAt(end);
    } else {
      text.endAt(FRACTION_AT);
      text.appendDigits(ofDay % NANOS_PER_SECOND, 9);
    }
  }
}
