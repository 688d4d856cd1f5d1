package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.RecoveryWindow;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** Switches a table's point-in-time recovery on or off. */
final class UpdateContinuousBackups implements Operation {
  /** Null members are absent ones. */
  record Recovery(Boolean enabled, Integer days) {
    static final Shape<Recovery> SHAPE =
        Shape.<Recovery>named("PointInTimeRecoverySpecification")
            .required("PointInTimeRecoveryEnabled", Recovery::enabled, Rule.anything())
            .optional(
                "RecoveryPeriodInDays", Recovery::days, Rule.range(1, RecoveryWindow.DAYS_MAX))
            .build();

    static Recovery read(JsonReader in) throws IOException {
      if (!in.beginObject()) {
        return null;
      }
      Boolean enabled = null;
      Integer days = null;
      while (in.nextMember()) {
        switch (in.member()) {
          case "PointInTimeRecoveryEnabled" -> enabled = in.bool();
          case "RecoveryPeriodInDays" -> days = in.integer();
          default -> in.skip();
        }
      }
      return new Recovery(enabled, days);
    }
  }

  /** Null members are absent ones. */
  record Request(String tableName, Recovery recovery) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("UpdateContinuousBackupsInput")
            .required("TableName", Request::tableName, DynamoDbTableName.RULE)
            .required(
                "PointInTimeRecoverySpecification",
                Request::recovery,
                Rule.structure(Recovery.SHAPE))
            .build();

    static Request read(JsonReader in) throws IOException {
      String tableName = null;
      Recovery recovery = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "TableName" -> tableName = in.string();
            case "PointInTimeRecoverySpecification" -> recovery = Recovery.read(in);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(tableName, recovery));
    }
  }

  private final Engine engine;

  UpdateContinuousBackups(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "UpdateContinuousBackups";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    TableEntry table =
        DynamoDbTableName.require(
            call, engine.catalog(), request.tableName(), ErrorType.TABLE_NOT_FOUND);
    boolean on = request.recovery().enabled();
    if (on) {
      DynamoDbTableName.requireSpellable(table.ref());
    }
    Integer days = request.recovery().days();
    TableEntry changed =
        engine.updateRecovery(table.ref(), on, days == null ? RecoveryWindow.DAYS_MAX : days);
    return out -> ContinuousBackups.write(out, engine, changed);
  }
}
