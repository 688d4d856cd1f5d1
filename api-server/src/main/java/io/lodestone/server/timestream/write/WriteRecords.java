package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.commit.AdmissionRule;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.ServiceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Stores the records of a request: all of them, or all but those that the answer names. By the time
 * the answer leaves, everything that it tells is durable.
 */
final class WriteRecords implements Operation {
  private static final WriteResult NOTHING = new WriteResult(0, 0, List.of());

  private final Engine engine;
  private final RecordDecoder decoder;
  private final RejectReports reports;

  WriteRecords(Engine engine, WriteLimits limits, RejectReports reports) {
    this.engine = engine;
    this.decoder = new RecordDecoder(limits);
    this.reports = reports;
  }

  @Override
  public String name() {
    return "WriteRecords";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public boolean isAboutPoints() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    WriteRequest request = decoder.decode(call.body());
    TableEntry table =
        ResourceNames.table(call, engine.catalog(), request.database(), request.table());
    DecodedRecords decoded = request.points(requiredDimensions(table));
    PointBatch batch = decoded.batch();
    WriteResult result = batch.size() == 0 ? NOTHING : engine.write(table.ref(), batch).join();
    List<Rejection> rejections = united(decoded.rejections(), result.rejections());
    if (!rejections.isEmpty()) {
      AdmissionRule admission = engine.admission(table.ref());
      List<Rejection> answered = reports.report(table, admission, batch, rejections);
      if (!answered.isEmpty()) {
        throw rejected(answered, batch, admission);
      }
    }
    return out -> {
      out.writeObjectFieldStart("RecordsIngested");
      out.writeNumberField("Total", result.accepted());
      out.writeNumberField("MemoryStore", result.memoryStore());
      out.writeNumberField("MagneticStore", result.magneticStore());
      out.writeEndObject();
    };
  }

  private static List<String> requiredDimensions(TableEntry table) {
    List<String> required = new ArrayList<>(1);
    for (PartitionKey key : table.definition().partitionKey()) {
      if (key.required()) {
        key.dimension().ifPresent(required::add);
      }
    }
    return required;
  }

  private static List<Rejection> united(List<Rejection> decoded, List<Rejection> stored) {
    List<Rejection> all = new ArrayList<>(decoded.size() + stored.size());
    all.addAll(decoded);
    all.addAll(stored);
    all.sort(Comparator.comparingInt(Rejection::requestIndex));
    return all;
  }

  private static ServiceException rejected(
      List<Rejection> rejections, PointBatch batch, AdmissionRule admission) {
    return new ServiceException(
        ErrorType.REJECTED_RECORDS,
        WriteErrors.REJECTED_RECORDS,
        out -> {
          out.writeArrayFieldStart("RejectedRecords");
          for (Rejection rejection : rejections) {
            out.writeStartObject();
            out.writeNumberField("RecordIndex", rejection.requestIndex());
            out.writeStringField("Reason", WriteErrors.reason(rejection, batch, admission));
            if (rejection.existingVersion().isPresent()) {
              out.writeNumberField("ExistingVersion", rejection.existingVersion().getAsLong());
            }
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
