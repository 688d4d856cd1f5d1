package io.lodestone.server.timestream.write;

import java.util.Arrays;

/**
 * A WriteRecords request between its text and its points: CommonAttributes and records side by side
 * as columns of their members, each of which may be absent. CommonAttributes may come after the
 * records, so that nothing can be judged before the last byte of the request is read; here it waits
 * without an object per record.
 *
 * <p>Slot {@link #COMMON} is CommonAttributes, slot i + 1 the record at index i. Texts stand in
 * {@link #texts}, names of dimensions and attributes as numbers of {@link #names}. Fields are
 * package-private arrays: {@link RecordDecoder} writes them, {@link PointAssembler} reads them,
 * nobody else knows this type.
 */
final class StagedRecords {
  /** The slot of CommonAttributes; absent in all members when the request has none. */
  static final int COMMON = 0;

  final Texts texts;
  final NameTable names = new NameTable();

  /** Slots in use, that of CommonAttributes included. */
  int slots;

  /** Per slot, pieces of {@link #texts}. */
  long[] measureName = new long[16];

  long[] measureValue = new long[16];
  long[] time = new long[16];

  /** Per slot, null when absent. */
  MeasureType[] type = new MeasureType[16];

  RecordTimeUnit[] unit = new RecordTimeUnit[16];

  /** Per slot, 0 when absent: no client's version is 0. */
  long[] version = new long[16];

  /** Per slot, where its dimensions lie in the arrays below; start −1 when absent. */
  int[] dimensionStart = new int[16];

  int[] dimensionEnd = new int[16];

  /** Per slot, where its attributes lie in the arrays below; start −1 when absent. */
  int[] attributeStart = new int[16];

  int[] attributeEnd = new int[16];

  /** Per dimension, in the order of the request. */
  int[] dimensionName = new int[64];

  long[] dimensionValue = new long[64];
  int dimensions;

  /** Per attribute of a multi-measure record, in the order of the request. */
  int[] attributeName = new int[64];

  long[] attributeValue = new long[64];
  MeasureType[] attributeType = new MeasureType[64];

  /** What {@link PointAssembler} read the value as, for the record in hand. */
  long[] attributeWord = new long[64];

  int attributes;

  /**
   * @param texts the texts that pieces refer to
   */
  StagedRecords(Texts texts) {
    this.texts = texts;
    addSlot();
  }

  /** Opens the next slot with all members absent; its number. */
  int addSlot() {
    if (slots == time.length) {
      int room = 2 * slots;
      measureName = Arrays.copyOf(measureName, room);
      measureValue = Arrays.copyOf(measureValue, room);
      time = Arrays.copyOf(time, room);
      type = Arrays.copyOf(type, room);
      unit = Arrays.copyOf(unit, room);
      version = Arrays.copyOf(version, room);
      dimensionStart = Arrays.copyOf(dimensionStart, room);
      dimensionEnd = Arrays.copyOf(dimensionEnd, room);
      attributeStart = Arrays.copyOf(attributeStart, room);
      attributeEnd = Arrays.copyOf(attributeEnd, room);
    }
    clearSlot(slots);
    return slots++;
  }

  /** Makes all members of a slot absent. */
  void clearSlot(int slot) {
    measureName[slot] = Texts.ABSENT;
    measureValue[slot] = Texts.ABSENT;
    time[slot] = Texts.ABSENT;
    type[slot] = null;
    unit[slot] = null;
    version[slot] = 0;
    dimensionStart[slot] = -1;
    dimensionEnd[slot] = -1;
    attributeStart[slot] = -1;
    attributeEnd[slot] = -1;
  }

  /** Forgets all records. */
  void clearRecords() {
    slots = COMMON + 1;
  }

  /** Records of the request. */
  int records() {
    return slots - 1;
  }

  void addDimension(int name, long value) {
    if (dimensions == dimensionName.length) {
      dimensionName = Arrays.copyOf(dimensionName, 2 * dimensions);
      dimensionValue = Arrays.copyOf(dimensionValue, 2 * dimensions);
    }
    dimensionName[dimensions] = name;
    dimensionValue[dimensions] = value;
    dimensions++;
  }

  void addAttribute(int name, long value, MeasureType valueType) {
    if (attributes == attributeName.length) {
      attributeName = Arrays.copyOf(attributeName, 2 * attributes);
      attributeValue = Arrays.copyOf(attributeValue, 2 * attributes);
      attributeType = Arrays.copyOf(attributeType, 2 * attributes);
      attributeWord = Arrays.copyOf(attributeWord, 2 * attributes);
    }
    attributeName[attributes] = name;
    attributeValue[attributes] = value;
    attributeType[attributes] = valueType;
    attributes++;
  }
}
