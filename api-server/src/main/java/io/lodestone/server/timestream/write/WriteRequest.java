package io.lodestone.server.timestream.write;

import io.lodestone.model.InvalidRequestException;
import java.util.List;

/** A WriteRecords request that has been read but not judged. Used once, by one thread. */
public final class WriteRequest {
  private final String database;
  private final String table;
  private final StagedRecords staged;
  private final WriteLimits limits;

  WriteRequest(String database, String table, StagedRecords staged, WriteLimits limits) {
    this.database = database;
    this.table = table;
    this.staged = staged;
    this.limits = limits;
  }

  /** The database's name as the client spelled it, legal or not. Never null. */
  public String database() {
    return database;
  }

  /** The table's name as the client spelled it, legal or not. Never null. */
  public String table() {
    return table;
  }

  /** How many records the request holds. */
  public int records() {
    return staged.records();
  }

  /**
   * Merges CommonAttributes into the records and applies the rules of WriteRecords.
   *
   * @param requiredDimensions dimensions without which the table accepts no record
   * @throws InvalidRequestException when one record is malformed, so that the whole request is
   */
  public DecodedRecords points(List<String> requiredDimensions) {
    return new PointAssembler(staged, limits, requiredDimensions).assemble();
  }
}
