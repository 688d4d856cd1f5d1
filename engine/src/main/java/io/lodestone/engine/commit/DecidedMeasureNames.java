package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.MeasureNames;
import io.lodestone.model.SeriesKeyReader;
import java.util.Arrays;

/**
 * The measure names of a table as decided, those of frames in flight included; asked once for every
 * series that is new to a memtable. Used by the committer alone.
 */
final class DecidedMeasureNames {
  private final SeriesKeyReader reader = new SeriesKeyReader();
  private MeasureNames names = MeasureNames.NONE;

  /** The name found last, as keys hold it: new series mostly come in numbers of one name. */
  private byte[] last = {};

  void adopt(MeasureNames all) {
    names = all;
    last = new byte[0];
  }

  void add(String name) {
    names = names.with(name);
  }

  int count() {
    return names.count();
  }

  /** Whether the measure name of a series is here. */
  boolean containNameOf(byte[] key, int offset, int length) {
    reader.open(key, offset, length);
    int start = reader.valueStart();
    int end = reader.valueEnd();
    if (last.length > 0 && Arrays.equals(key, start, end, last, 0, last.length)) {
      return true;
    }
    byte[] escaped = Arrays.copyOfRange(key, start, end);
    if (!names.contains(SeriesKeyReader.unescaped(escaped))) {
      return false;
    }
    last = escaped;
    return true;
  }
}
