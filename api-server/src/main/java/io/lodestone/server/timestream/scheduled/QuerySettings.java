package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import io.lodestone.server.timestream.write.Tag;
import java.io.IOException;
import java.util.List;

/** What somebody who creates a scheduled query asks for. Null members are absent ones. */
record QuerySettings(
    String name,
    String queryString,
    ScheduleConfiguration schedule,
    NotificationConfiguration notification,
    TargetConfiguration target,
    String clientToken,
    String roleArn,
    List<Tag> tags,
    String kmsKeyId,
    ErrorReportConfiguration errorReport) {
  static final Shape<QuerySettings> SHAPE =
      Shape.<QuerySettings>named("CreateScheduledQueryRequest")
          .required(
              "Name",
              QuerySettings::name,
              Rule.text(1, 64)
                  .matching("[a-zA-Z0-9|!\\-_*'\\(\\)]([a-zA-Z0-9]|[!\\-_*'\\(\\)\\/.])+"))
          .required("QueryString", QuerySettings::queryString, Rule.text(1, 262_144))
          .required(
              "ScheduleConfiguration",
              QuerySettings::schedule,
              Rule.structure(ScheduleConfiguration.SHAPE))
          .required(
              "NotificationConfiguration",
              QuerySettings::notification,
              Rule.structure(NotificationConfiguration.SHAPE))
          .optional(
              "TargetConfiguration",
              QuerySettings::target,
              Rule.structure(TargetConfiguration.SHAPE))
          .optional("ClientToken", QuerySettings::clientToken, Rule.text(32, 128))
          .required("ScheduledQueryExecutionRoleArn", QuerySettings::roleArn, Rule.text(1, 2_048))
          .optional("Tags", QuerySettings::tags, Tag.LIST)
          .optional("KmsKeyId", QuerySettings::kmsKeyId, Rule.text(1, 2_048))
          .required(
              "ErrorReportConfiguration",
              QuerySettings::errorReport,
              Rule.structure(ErrorReportConfiguration.SHAPE))
          .build();

  static QuerySettings read(JsonReader in) throws IOException {
    String name = null;
    String queryString = null;
    ScheduleConfiguration schedule = null;
    NotificationConfiguration notification = null;
    TargetConfiguration target = null;
    String clientToken = null;
    String roleArn = null;
    List<Tag> tags = null;
    String kmsKeyId = null;
    ErrorReportConfiguration errorReport = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "Name" -> name = in.string();
        case "QueryString" -> queryString = in.string();
        case "ScheduleConfiguration" -> schedule = ScheduleConfiguration.read(in);
        case "NotificationConfiguration" -> notification = NotificationConfiguration.read(in);
        case "TargetConfiguration" -> target = TargetConfiguration.read(in);
        case "ClientToken" -> clientToken = in.string();
        case "ScheduledQueryExecutionRoleArn" -> roleArn = in.string();
        case "Tags" -> tags = in.list(Tag::read);
        case "KmsKeyId" -> kmsKeyId = in.string();
        case "ErrorReportConfiguration" -> errorReport = ErrorReportConfiguration.read(in);
        default -> in.skip();
      }
    }
    return new QuerySettings(
        name,
        queryString,
        schedule,
        notification,
        target,
        clientToken,
        roleArn,
        tags,
        kmsKeyId,
        errorReport);
  }

  /**
   * Reads a request.
   *
   * @throws io.lodestone.server.protocol.ServiceException VALIDATION, naming every violation
   */
  static QuerySettings readRequest(JsonReader in) throws IOException {
    QuerySettings settings = read(in);
    return SHAPE.validate(
        settings != null
            ? settings
            : new QuerySettings(null, null, null, null, null, null, null, null, null, null));
  }

  /** Writes its members, but for token and tags, which do not belong to the query. */
  void write(JsonGenerator out) throws IOException {
    out.writeStringField("Name", name);
    out.writeStringField("QueryString", queryString);
    out.writeObjectFieldStart("ScheduleConfiguration");
    schedule.write(out);
    out.writeEndObject();
    out.writeObjectFieldStart("NotificationConfiguration");
    notification.write(out);
    out.writeEndObject();
    if (target != null) {
      out.writeObjectFieldStart("TargetConfiguration");
      target.write(out);
      out.writeEndObject();
    }
    out.writeStringField("ScheduledQueryExecutionRoleArn", roleArn);
    if (kmsKeyId != null) {
      out.writeStringField("KmsKeyId", kmsKeyId);
    }
    out.writeObjectFieldStart("ErrorReportConfiguration");
    errorReport.write(out);
    out.writeEndObject();
  }
}
