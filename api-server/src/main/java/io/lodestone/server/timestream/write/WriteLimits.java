package io.lodestone.server.timestream.write;

/**
 * What one WriteRecords request and each of its records may hold. The defaults are the quotas of
 * Amazon Timestream; every one of them may be raised. The first is checked for the whole request,
 * the value's length too; a record that breaks one of the others is rejected alone and the rest of
 * its request is stored.
 *
 * @param recordsMax records of a request
 * @param dimensionsMax dimensions of a record, those of CommonAttributes included
 * @param dimensionNameBytesMax UTF-8 bytes of a dimension's name
 * @param dimensionsBytesMax UTF-8 bytes of all names and values of a record's dimensions together
 * @param measuresMax measures of a multi-measure record
 * @param measureNameBytesMax UTF-8 bytes of a measure name, and of the name of a multi-measure
 *     attribute
 * @param valueBytesMax UTF-8 bytes of one measure value as the request spells it
 * @param recordBytesMax bytes of a record's measure values: 8 for each DOUBLE, BIGINT and
 *     TIMESTAMP, 1 for a BOOLEAN, the UTF-8 length for a VARCHAR
 */
public record WriteLimits(
    int recordsMax,
    int dimensionsMax,
    int dimensionNameBytesMax,
    int dimensionsBytesMax,
    int measuresMax,
    int measureNameBytesMax,
    int valueBytesMax,
    int recordBytesMax) {

  /** The quotas of Amazon Timestream. 256 measures of 8 bytes are just the 2,048 of a record. */
  public static final WriteLimits DEFAULT =
      new WriteLimits(100, 128, 60, 2_048, 256, 256, 2_048, 2_048);

  /**
   * @throws IllegalArgumentException when a limit lies below its default
   */
  public WriteLimits {
    atLeast("recordsMax", recordsMax, 100);
    atLeast("dimensionsMax", dimensionsMax, 128);
    atLeast("dimensionNameBytesMax", dimensionNameBytesMax, 60);
    atLeast("dimensionsBytesMax", dimensionsBytesMax, 2_048);
    atLeast("measuresMax", measuresMax, 256);
    atLeast("measureNameBytesMax", measureNameBytesMax, 256);
    atLeast("valueBytesMax", valueBytesMax, 2_048);
    atLeast("recordBytesMax", recordBytesMax, 2_048);
  }

  /** These limits with another number of records a request. */
  public WriteLimits withRecordsMax(int records) {
    return new WriteLimits(
        records,
        dimensionsMax,
        dimensionNameBytesMax,
        dimensionsBytesMax,
        measuresMax,
        measureNameBytesMax,
        valueBytesMax,
        recordBytesMax);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", found " + value);
    }
  }
}
