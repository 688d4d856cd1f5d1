package io.lodestone.server.timestream.write;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.ServiceException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the JSON of one WriteRecords request into {@link StagedRecords}: the grammar and the
 * constraints that the service model sets on single members. What members mean together is {@link
 * PointAssembler}'s.
 *
 * <p>The order of members never matters, a null member counts as absent, an unknown one is skipped,
 * and of a member sent twice the later wins.
 */
final class RecordReader {
  private static final MeasureType[] TYPES = MeasureType.values();
  private static final RecordTimeUnit[] UNITS = RecordTimeUnit.values();
  private static final int TIME_LENGTH_MAX = 256;
  private static final int NO_NAME = -1;

  private final JsonScanner json;
  private final StagedRecords staged;
  private final WriteLimits limits;
  private String database;
  private String table;
  private boolean hasRecords;

  RecordReader(JsonScanner json, StagedRecords staged, WriteLimits limits) {
    this.json = json;
    this.staged = staged;
    this.limits = limits;
  }

  /** The name of the database that the request spells. */
  String database() {
    return database;
  }

  /** The name of the table that the request spells. */
  String table() {
    return table;
  }

  /**
   * Reads the whole request.
   *
   * @throws InvalidRequestException when a member breaks a constraint of the model
   * @throws ServiceException SERIALIZATION, when the text is not JSON or a member has another JSON
   *     type than the model says
   */
  void read() {
    if (json.enterObject("WriteRecordsRequest")) {
      readMembers();
    }
    json.finish();
    requireMember(database != null, "databaseName");
    requireMember(table != null, "tableName");
    requireMember(hasRecords, "records");
    if (staged.records() == 0) {
      throw WriteErrors.tooShort("records", 1);
    }
  }

  private void readMembers() {
    while (json.nextMember()) {
      if (json.memberIs("DatabaseName")) {
        database = string(json.text("DatabaseName"));
      } else if (json.memberIs("TableName")) {
        table = string(json.text("TableName"));
      } else if (json.memberIs("CommonAttributes")) {
        staged.clearSlot(StagedRecords.COMMON);
        readRecord(StagedRecords.COMMON);
      } else if (json.memberIs("Records")) {
        readRecords();
      } else {
        json.skip();
      }
    }
  }

  private void readRecords() {
    staged.clearRecords();
    hasRecords = json.enterArray("Records");
    while (hasRecords && json.nextElement()) {
      if (staged.records() == limits.recordsMax()) {
        throw WriteErrors.tooLong("records", limits.recordsMax());
      }
      int slot = staged.addSlot();
      if (!readRecord(slot)) {
        throw WriteErrors.absent(place(slot, ""));
      }
    }
  }

  /** False when the value is null. */
  private boolean readRecord(int slot) {
    if (!json.enterObject("Record")) {
      return false;
    }
    while (json.nextMember()) {
      if (json.memberIs("Dimensions")) {
        readDimensions(slot);
      } else if (json.memberIs("MeasureName")) {
        staged.measureName[slot] = text("MeasureName", slot, "measureName", Integer.MAX_VALUE);
      } else if (json.memberIs("MeasureValue")) {
        staged.measureValue[slot] =
            text("MeasureValue", slot, "measureValue", limits.valueBytesMax());
      } else if (json.memberIs("MeasureValueType")) {
        staged.type[slot] = measureType(slot, "measureValueType");
      } else if (json.memberIs("MeasureValues")) {
        readAttributes(slot);
      } else if (json.memberIs("Time")) {
        staged.time[slot] = text("Time", slot, "time", TIME_LENGTH_MAX);
      } else if (json.memberIs("TimeUnit")) {
        staged.unit[slot] = timeUnit(slot);
      } else if (json.memberIs("Version")) {
        staged.version[slot] = version(slot);
      } else {
        json.skip();
      }
    }
    return true;
  }

  private void readDimensions(int slot) {
    staged.dimensionStart[slot] = -1;
    staged.dimensionEnd[slot] = -1;
    if (!json.enterArray("Dimensions")) {
      return;
    }
    staged.dimensionStart[slot] = staged.dimensions;
    while (json.nextElement()) {
      if (staged.dimensions - staged.dimensionStart[slot] == limits.dimensionsMax()) {
        throw WriteErrors.tooLong(place(slot, "dimensions"), limits.dimensionsMax());
      }
      readDimension(slot);
    }
    staged.dimensionEnd[slot] = staged.dimensions;
  }

  private void readDimension(int slot) {
    int name = NO_NAME;
    long value = Texts.ABSENT;
    if (!json.enterObject("Dimension")) {
      throw WriteErrors.absent(place(slot, "dimensions.member"));
    }
    while (json.nextMember()) {
      if (json.memberIs("Name")) {
        name = name(slot, "dimensions.member.name");
      } else if (json.memberIs("Value")) {
        value = json.text("Value");
      } else if (json.memberIs("DimensionValueType")) {
        checkDimensionType(slot);
      } else {
        json.skip();
      }
    }
    if (name == NO_NAME) {
      throw WriteErrors.absent(place(slot, "dimensions.member.name"));
    }
    if (value == Texts.ABSENT) {
      throw WriteErrors.absent(place(slot, "dimensions.member.value"));
    }
    staged.addDimension(name, value);
  }

  private void readAttributes(int slot) {
    staged.attributeStart[slot] = -1;
    staged.attributeEnd[slot] = -1;
    if (!json.enterArray("MeasureValues")) {
      return;
    }
    staged.attributeStart[slot] = staged.attributes;
    while (json.nextElement()) {
      readAttribute(slot);
    }
    staged.attributeEnd[slot] = staged.attributes;
  }

  private void readAttribute(int slot) {
    int name = NO_NAME;
    long value = Texts.ABSENT;
    MeasureType type = null;
    if (!json.enterObject("MeasureValue")) {
      throw WriteErrors.absent(place(slot, "measureValues.member"));
    }
    while (json.nextMember()) {
      if (json.memberIs("Name")) {
        name = name(slot, "measureValues.member.name");
      } else if (json.memberIs("Value")) {
        value = text("Value", slot, "measureValues.member.value", limits.valueBytesMax());
      } else if (json.memberIs("Type")) {
        type = measureType(slot, "measureValues.member.type");
      } else {
        json.skip();
      }
    }
    if (name == NO_NAME) {
      throw WriteErrors.absent(place(slot, "measureValues.member.name"));
    }
    if (value == Texts.ABSENT) {
      throw WriteErrors.absent(place(slot, "measureValues.member.value"));
    }
    if (type == null) {
      throw WriteErrors.absent(place(slot, "measureValues.member.type"));
    }
    staged.addAttribute(name, value, type);
  }

  /** The number of a name in the table, or {@link #NO_NAME} when the member is null. */
  private int name(int slot, String path) {
    long piece = text("Name", slot, path, Integer.MAX_VALUE);
    return piece == Texts.ABSENT
        ? NO_NAME
        : staged.names.intern(staged.texts.bytes(piece), Texts.start(piece), Texts.length(piece));
  }

  private long text(String member, int slot, String path, int bytesMax) {
    long piece = json.text(member);
    if (piece != Texts.ABSENT) {
      int length = Texts.length(piece);
      if (length == 0) {
        throw WriteErrors.tooShort(place(slot, path), 1);
      }
      if (length > bytesMax) {
        throw WriteErrors.tooLong(place(slot, path), bytesMax);
      }
    }
    return piece;
  }

  /** A piece as a string; null for an absent one. */
  private String string(long piece) {
    return piece == Texts.ABSENT
        ? null
        : new String(
            staged.texts.bytes(piece),
            Texts.start(piece),
            Texts.length(piece),
            StandardCharsets.UTF_8);
  }

  /** Null when the member is. */
  private MeasureType measureType(int slot, String path) {
    long piece = json.text("MeasureValueType");
    if (piece == Texts.ABSENT) {
      return null;
    }
    for (MeasureType candidate : TYPES) {
      if (json.isWord(piece, candidate.name())) {
        return candidate;
      }
    }
    throw WriteErrors.notOneOf(place(slot, path), string(piece), (Object[]) TYPES);
  }

  /** Null when the member is. */
  private RecordTimeUnit timeUnit(int slot) {
    long piece = json.text("TimeUnit");
    if (piece == Texts.ABSENT) {
      return null;
    }
    for (RecordTimeUnit candidate : UNITS) {
      if (json.isWord(piece, candidate.name())) {
        return candidate;
      }
    }
    throw WriteErrors.notOneOf(place(slot, "timeUnit"), string(piece), (Object[]) UNITS);
  }

  private void checkDimensionType(int slot) {
    long piece = json.text("DimensionValueType");
    if (piece != Texts.ABSENT && !json.isWord(piece, "VARCHAR")) {
      throw WriteErrors.notOneOf(
          place(slot, "dimensions.member.dimensionValueType"), string(piece), "VARCHAR");
    }
  }

  /** 0 when the member is null. */
  private long version(int slot) {
    if (json.passNull()) {
      return 0;
    }
    long version = json.whole("Version");
    if (version < 1) {
      throw WriteErrors.tooSmall(place(slot, "version"), version, 1);
    }
    return version;
  }

  /**
   * Where a member stands, for an error. In a list it is of the element that would be added next.
   */
  private String place(int slot, String member) {
    int element =
        member.startsWith("dimensions.")
            ? staged.dimensions - staged.dimensionStart[slot]
            : staged.attributes - staged.attributeStart[slot];
    return WriteErrors.path(slot, member.replace(".member", "." + (element + 1) + ".member"));
  }

  private static void requireMember(boolean present, String path) {
    if (!present) {
      throw WriteErrors.absent(path);
    }
  }
}
