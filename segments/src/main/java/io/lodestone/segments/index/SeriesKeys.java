package io.lodestone.segments.index;

import java.util.Arrays;

/**
 * The canonical keys of series. They are put together from the codes of their values, which costs
 * more than most of what is done with a key; a reader that asks for several neighbours therefore
 * gets a group of keys that all readers share. One owner.
 */
public final class SeriesKeys {
  /** Keys of a group that are made one by one: a reader of one series shall not pay for others. */
  private static final int PATIENCE = 2;

  private final SeriesDictionary dictionary;

  /** Empty until this reader has to put a key together. */
  private DimensionValues[] dimensions = {};

  private KeyGroup group;
  private int groupNumber = -1;

  /** The group that was asked for last and is not known, and how often in a row. */
  private int asked = -1;

  private int times;

  /** Where keys are put together. */
  private byte[] made = new byte[0];

  private int madeLength;

  private byte[] bytes = made;
  private int offset;
  private int length;

  SeriesKeys(SeriesDictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Moves to the key of a series. */
  public void moveTo(int series) {
    int number = series / KeyGroup.SERIES;
    if (number == groupNumber || enter(number)) {
      int place = series % KeyGroup.SERIES;
      bytes = group.bytes();
      offset = group.offsets()[place];
      length = group.offsets()[place + 1] - offset;
      return;
    }
    madeLength = 0;
    make(series);
    bytes = made;
    offset = 0;
    length = madeLength;
  }

  /** Takes a group of keys that is known, or was asked for often enough. */
  private boolean enter(int number) {
    KeyGroup known = dictionary.keyGroup(number);
    if (known == null) {
      times = number == asked ? times + 1 : 0;
      asked = number;
      if (times < PATIENCE) {
        return false;
      }
      known = makeGroup(number);
      dictionary.keepKeyGroup(number, known);
    }
    group = known;
    groupNumber = number;
    return true;
  }

  private KeyGroup makeGroup(int number) {
    int first = number * KeyGroup.SERIES;
    int count = Math.min(KeyGroup.SERIES, dictionary.seriesCount() - first);
    int[] offsets = new int[count + 1];
    madeLength = 0;
    for (int i = 0; i < count; i++) {
      make(first + i);
      offsets[i + 1] = madeLength;
    }
    return new KeyGroup(Arrays.copyOf(made, madeLength), offsets);
  }

  /** Puts a key together behind what was made already. */
  private void make(int series) {
    if (dimensions.length == 0) {
      dimensions = new DimensionValues[dictionary.dimensionCount()];
      Arrays.setAll(dimensions, d -> new DimensionValues(dictionary, d));
    }
    for (int d = 0; d < dimensions.length; d++) {
      DimensionValues values = dimensions[d];
      if (!values.moveTo(series)) {
        continue;
      }
      if (d > 0) {
        byte[] name = dictionary.name(d);
        append(name, name.length);
      }
      append(values.bytes(), values.length());
    }
  }

  private void append(byte[] piece, int pieceLength) {
    int end = Math.addExact(madeLength, pieceLength + 1);
    if (end > made.length) {
      made =
          Arrays.copyOf(
              made, Math.max(256, Math.max(end, (int) Math.min(2L * made.length, 1 << 30))));
    }
    System.arraycopy(piece, 0, made, madeLength, pieceLength);
    made[end - 1] = 0;
    madeLength = end;
  }

  /** The array that holds the key. Valid until the next {@link #moveTo}. Read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in it the key starts. */
  public int offset() {
    return offset;
  }

  /** Bytes of the key. */
  public int length() {
    return length;
  }
}
