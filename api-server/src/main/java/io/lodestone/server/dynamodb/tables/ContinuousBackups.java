package io.lodestone.server.dynamodb.tables;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.engine.Engine;
import io.lodestone.engine.RestorableRange;
import io.lodestone.engine.catalog.RecoveryWindow;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.protocol.EpochSeconds;
import java.io.IOException;
import java.util.Optional;

/** What DynamoDB tells of a table's point-in-time recovery. Stateless. */
final class ContinuousBackups {
  private ContinuousBackups() {}

  static void write(JsonGenerator out, Engine engine, TableEntry table) throws IOException {
    out.writeObjectFieldStart("ContinuousBackupsDescription");
    out.writeStringField("ContinuousBackupsStatus", "ENABLED");
    out.writeObjectFieldStart("PointInTimeRecoveryDescription");
    Optional<RestorableRange> range = engine.restorableRange(table.ref());
    out.writeStringField("PointInTimeRecoveryStatus", range.isPresent() ? "ENABLED" : "DISABLED");
    if (range.isPresent()) {
      out.writeNumberField(
          "RecoveryPeriodInDays", table.recovery().map(RecoveryWindow::days).orElse(0));
      EpochSeconds.write(out, "EarliestRestorableDateTime", range.get().earliest());
      EpochSeconds.write(out, "LatestRestorableDateTime", range.get().latest());
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
