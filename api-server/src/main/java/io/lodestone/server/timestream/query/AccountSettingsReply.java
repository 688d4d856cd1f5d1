package io.lodestone.server.timestream.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.Reply;
import java.io.IOException;
import java.util.Objects;

/** The settings of an account as both of their operations answer them. */
record AccountSettingsReply(AccountSettings settings) implements Reply {
  AccountSettingsReply {
    Objects.requireNonNull(settings, "settings");
  }

  @Override
  public void write(JsonGenerator out) throws IOException {
    out.writeNumberField("MaxQueryTCU", settings.maxQueryTcu());
    out.writeStringField("QueryPricingModel", UpdateAccountSettings.COMPUTE_UNITS);
    out.writeObjectFieldStart("QueryCompute");
    out.writeStringField("ComputeMode", settings.mode().name());
    if (settings.provisioned().isPresent()) {
      write(out, settings.provisioned().get());
    }
    out.writeEndObject();
  }

  /** What is in force and visible in this mode, and the last change, which always succeeded. */
  private void write(JsonGenerator out, AccountSettings.Provisioned provisioned)
      throws IOException {
    out.writeObjectFieldStart("ProvisionedCapacity");
    if (settings.mode() == AccountSettings.ComputeMode.PROVISIONED) {
      out.writeNumberField("ActiveQueryTCU", provisioned.targetQueryTcu());
      if (provisioned.notification().isPresent()) {
        AccountSettings.Notification notification = provisioned.notification().get();
        out.writeObjectFieldStart("NotificationConfiguration");
        out.writeStringField("RoleArn", notification.roleArn());
        if (notification.topicArn().isPresent()) {
          out.writeObjectFieldStart("SnsConfiguration");
          out.writeStringField("TopicArn", notification.topicArn().get());
          out.writeEndObject();
        }
        out.writeEndObject();
      }
    }
    out.writeObjectFieldStart("LastUpdate");
    out.writeNumberField("TargetQueryTCU", provisioned.targetQueryTcu());
    out.writeStringField("Status", "SUCCEEDED");
    out.writeEndObject();
    out.writeEndObject();
  }
}
