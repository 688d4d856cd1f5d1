package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.protocol.Shape;
import io.lodestone.server.timestream.query.AccountSettings.ComputeMode;
import java.io.IOException;
import java.util.Optional;

/** Changes the settings of the account; what is not named stays as it is. */
final class UpdateAccountSettings implements Operation {
  /** The only pricing model that an account can be changed to. */
  static final String COMPUTE_UNITS = "COMPUTE_UNITS";

  private static final Rule<String> ARN = Rule.text(1, 2_048);

  /** Null members are absent ones. */
  record Request(Integer maxQueryTcu, String queryPricingModel, QueryCompute queryCompute) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("UpdateAccountSettingsRequest")
            .optional("MaxQueryTCU", Request::maxQueryTcu, Rule.anything())
            .optional(
                "QueryPricingModel",
                Request::queryPricingModel,
                Rule.oneOf("BYTES_SCANNED", COMPUTE_UNITS))
            .optional("QueryCompute", Request::queryCompute, Rule.structure(QueryCompute.SHAPE))
            .build();

    static Request read(JsonReader in) throws IOException {
      Integer maxQueryTcu = null;
      String queryPricingModel = null;
      QueryCompute queryCompute = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "MaxQueryTCU" -> maxQueryTcu = in.integer();
            case "QueryPricingModel" -> queryPricingModel = in.string();
            case "QueryCompute" -> queryCompute = QueryCompute.read(in);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(maxQueryTcu, queryPricingModel, queryCompute));
    }
  }

  /** Null members are absent ones. */
  record QueryCompute(String computeMode, ProvisionedCapacity provisionedCapacity) {
    static final Shape<QueryCompute> SHAPE =
        Shape.<QueryCompute>named("QueryComputeRequest")
            .optional(
                "ComputeMode", QueryCompute::computeMode, Rule.oneOf("ON_DEMAND", "PROVISIONED"))
            .optional(
                "ProvisionedCapacity",
                QueryCompute::provisionedCapacity,
                Rule.structure(ProvisionedCapacity.SHAPE))
            .build();

    static QueryCompute read(JsonReader in) throws IOException {
      String computeMode = null;
      ProvisionedCapacity provisionedCapacity = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "ComputeMode" -> computeMode = in.string();
          case "ProvisionedCapacity" -> provisionedCapacity = ProvisionedCapacity.read(in);
          default -> in.skip();
        }
      }
      return new QueryCompute(computeMode, provisionedCapacity);
    }
  }

  /** Null members are absent ones. */
  record ProvisionedCapacity(Integer targetQueryTcu, Notification notificationConfiguration) {
    static final Shape<ProvisionedCapacity> SHAPE =
        Shape.<ProvisionedCapacity>named("ProvisionedCapacityRequest")
            .required("TargetQueryTCU", ProvisionedCapacity::targetQueryTcu, Rule.anything())
            .optional(
                "NotificationConfiguration",
                ProvisionedCapacity::notificationConfiguration,
                Rule.structure(Notification.SHAPE))
            .build();

    static ProvisionedCapacity read(JsonReader in) throws IOException {
      Integer targetQueryTcu = null;
      Notification notificationConfiguration = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "TargetQueryTCU" -> targetQueryTcu = in.integer();
          case "NotificationConfiguration" -> notificationConfiguration = Notification.read(in);
          default -> in.skip();
        }
      }
      return new ProvisionedCapacity(targetQueryTcu, notificationConfiguration);
    }

    AccountSettings.Provisioned toSettings() {
      return new AccountSettings.Provisioned(
          targetQueryTcu,
          Optional.ofNullable(notificationConfiguration).map(Notification::toSettings));
    }
  }

  /** AccountSettingsNotificationConfiguration. Null members are absent ones. */
  record Notification(Sns snsConfiguration, String roleArn) {
    static final Shape<Notification> SHAPE =
        Shape.<Notification>named("AccountSettingsNotificationConfiguration")
            .optional("SnsConfiguration", Notification::snsConfiguration, Rule.structure(Sns.SHAPE))
            .required("RoleArn", Notification::roleArn, ARN)
            .build();

    static Notification read(JsonReader in) throws IOException {
      Sns snsConfiguration = null;
      String roleArn = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "SnsConfiguration" -> snsConfiguration = Sns.read(in);
          case "RoleArn" -> roleArn = in.string();
          default -> in.skip();
        }
      }
      return new Notification(snsConfiguration, roleArn);
    }

    AccountSettings.Notification toSettings() {
      return new AccountSettings.Notification(
          oneLine(roleArn),
          Optional.ofNullable(snsConfiguration).map(sns -> oneLine(sns.topicArn)));
    }

    /** The settings are kept as lines. */
    private static String oneLine(String arn) {
      if (arn.lines().count() > 1 || !arn.equals(arn.strip())) {
        throw new IllegalArgumentException("An ARN is one line without spaces around it.");
      }
      return arn;
    }
  }

  /** SnsConfiguration. Null members are absent ones. */
  record Sns(String topicArn) {
    static final Shape<Sns> SHAPE =
        Shape.<Sns>named("SnsConfiguration").required("TopicArn", Sns::topicArn, ARN).build();

    static Sns read(JsonReader in) throws IOException {
      String topicArn = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "TopicArn" -> topicArn = in.string();
          default -> in.skip();
        }
      }
      return new Sns(topicArn);
    }
  }

  private final KeptSettings settings;

  UpdateAccountSettings(KeptSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "UpdateAccountSettings";
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    if (request.queryPricingModel() != null && !request.queryPricingModel().equals(COMPUTE_UNITS)) {
      throw new ServiceException(
          ErrorType.VALIDATION, "An account cannot return to paying for bytes scanned.");
    }
    try {
      return new AccountSettingsReply(settings.change(before -> changed(before, request)));
    } catch (IllegalArgumentException e) {
      throw new ServiceException(ErrorType.VALIDATION, e.getMessage());
    }
  }

  private static AccountSettings changed(AccountSettings before, Request request) {
    Optional<QueryCompute> compute = Optional.ofNullable(request.queryCompute());
    return new AccountSettings(
        request.maxQueryTcu() == null ? before.maxQueryTcu() : request.maxQueryTcu(),
        compute.map(QueryCompute::computeMode).map(ComputeMode::valueOf).orElse(before.mode()),
        compute
            .map(QueryCompute::provisionedCapacity)
            .map(ProvisionedCapacity::toSettings)
            .or(before::provisioned));
  }
}
