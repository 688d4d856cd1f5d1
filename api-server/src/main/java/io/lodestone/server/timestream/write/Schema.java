package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What points are partitioned by, on the wire. Null members are absent ones. */
record Schema(List<Key> compositePartitionKey) {
  static final Shape<Schema> SHAPE =
      Shape.<Schema>named("Schema")
          .optional(
              "CompositePartitionKey",
              Schema::compositePartitionKey,
              Rule.list(1, Integer.MAX_VALUE, Rule.structure(Key.SHAPE)))
          .build();

  static Schema read(JsonReader in) throws IOException {
    List<Key> keys = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "CompositePartitionKey" -> keys = in.list(Key::read);
        default -> in.skip();
      }
    }
    return new Schema(keys);
  }

  List<PartitionKey> partitionKey() {
    if (compositePartitionKey.size() > 1) {
      throw new InvalidRequestException("CompositePartitionKey may hold one partition key only.");
    }
    return List.of(compositePartitionKey.getFirst().partitionKey());
  }

  /** PartitionKey on the wire. */
  record Key(String type, String name, String enforcementInRecord) {
    static final Shape<Key> SHAPE =
        Shape.<Key>named("PartitionKey")
            .required("Type", Key::type, Rule.oneOf("DIMENSION", "MEASURE"))
            .optional("Name", Key::name, Rule.text(1, Integer.MAX_VALUE))
            .optional(
                "EnforcementInRecord", Key::enforcementInRecord, Rule.oneOf("REQUIRED", "OPTIONAL"))
            .build();

    static Key read(JsonReader in) throws IOException {
      String type = null;
      String name = null;
      String enforcementInRecord = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "Type" -> type = in.string();
          case "Name" -> name = in.string();
          case "EnforcementInRecord" -> enforcementInRecord = in.string();
          default -> in.skip();
        }
      }
      return new Key(type, name, enforcementInRecord);
    }

    PartitionKey partitionKey() {
      if (type.equals("MEASURE")) {
        if (name != null || enforcementInRecord != null) {
          throw new InvalidRequestException(
              "A partition key of type MEASURE has neither Name nor EnforcementInRecord.");
        }
        return PartitionKey.MEASURE;
      }
      if (name == null) {
        throw new InvalidRequestException("A partition key of type DIMENSION requires a Name.");
      }
      return new PartitionKey(
          PartitionKey.Kind.DIMENSION, Optional.of(name), "REQUIRED".equals(enforcementInRecord));
    }
  }
}
