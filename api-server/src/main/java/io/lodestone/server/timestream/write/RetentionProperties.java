package io.lodestone.server.timestream.write;

import io.lodestone.model.RetentionPolicy;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** How long points are kept, on the wire. Null members are absent ones. */
record RetentionProperties(Long memoryStoreHours, Long magneticStoreDays) {
  static final Shape<RetentionProperties> SHAPE =
      Shape.<RetentionProperties>named("RetentionProperties")
          .required(
              "MemoryStoreRetentionPeriodInHours",
              RetentionProperties::memoryStoreHours,
              Rule.range(1, RetentionPolicy.MEMORY_STORE_HOURS_MAX))
          .required(
              "MagneticStoreRetentionPeriodInDays",
              RetentionProperties::magneticStoreDays,
              Rule.range(1, RetentionPolicy.MAGNETIC_STORE_DAYS_MAX))
          .build();

  static RetentionProperties read(JsonReader in) throws IOException {
    Long memoryStoreHours = null;
    Long magneticStoreDays = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "MemoryStoreRetentionPeriodInHours" -> memoryStoreHours = in.longInteger();
        case "MagneticStoreRetentionPeriodInDays" -> magneticStoreDays = in.longInteger();
        default -> in.skip();
      }
    }
    return new RetentionProperties(memoryStoreHours, magneticStoreDays);
  }

  RetentionPolicy policy() {
    return new RetentionPolicy(memoryStoreHours, magneticStoreDays);
  }
}
